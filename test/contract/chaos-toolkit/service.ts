import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** The service that experiments ask, on this machine's own address. */
export interface Service {
  /** `http://127.0.0.1:<port>`. */
  readonly base: string;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const items = {
  items: [
    { id: 1, price: 9.5 },
    { id: 2, price: 20 },
  ],
  name: 'shop',
  up: true,
};

const plain = { 'Content-Type': 'text/plain; charset=utf-8' };
const json = { 'Content-Type': 'application/json' };

const answers: Readonly<Record<string, Answer>> = {
  '/json': send(200, json, JSON.stringify(items)),
  '/json-charset': send(200, { 'Content-Type': 'application/json; charset=utf-8' }, '{"up": true}'),
  '/json-upper': send(200, { 'Content-Type': 'Application/JSON' }, '{"up": true}'),
  '/json-broken': send(200, json, '{"up": tr'),
  '/json-empty': send(200, json, ''),
  '/json-scalar': send(200, json, '42'),
  '/json-float': send(200, json, '{"a": 1.0, "b": 1e3, "c": 0.5}'),
  '/text': send(200, plain, 'all systems fine\n'),
  '/text-utf8': send(200, plain, 'grün ✓'),
  '/text-latin': send(200, { 'Content-Type': 'text/plain' }, Buffer.from('gr\xfcn', 'latin1')),
  '/text-declared-latin': send(
    200,
    { 'Content-Type': 'text/plain; charset=iso-8859-1' },
    Buffer.from('gr\xfcn', 'latin1'),
  ),
  '/text-quoted-charset': send(200, { 'Content-Type': 'text/plain; charset="utf-8"' }, 'grün'),
  '/no-type': send(200, {}, 'plain words only'),
  '/empty': send(204, {}, ''),
  '/error': send(500, plain, 'broken'),
  '/missing': send(404, json, '{"error": "not found"}'),
  '/headers': send(200, { ...plain, 'X-One': 'a', 'x-two': ['b', 'c'], 'X-THREE': '' }, 'ok'),
  '/gzip': send(200, { ...plain, 'Content-Encoding': 'gzip' }, gzipSync('zipped')),
  '/redirect': send(302, { Location: '/echo?from=redirect' }, ''),
  '/redirect-permanent': send(301, { Location: '/echo' }, ''),
  '/redirect-see-other': send(303, { Location: '/echo' }, ''),
  '/redirect-same-method': send(307, { Location: '/echo' }, ''),
  '/redirect-for-ever': send(302, { Location: '/redirect-for-ever' }, ''),
  '/redirect-cookie': send(302, { Location: '/echo', 'Set-Cookie': 'seen=yes; Path=/' }, ''),
  '/echo': (request, response, body) => {
    send(200, json, JSON.stringify(echoOf(request, body)))(request, response, body);
  },
  '/reset': (request) => request.socket.destroy(),
  '/never': () => undefined,
};

/** Starts the service on a free port of the loopback address. */
export async function startService(): Promise<Service> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.sendDate = false;
      response.shouldKeepAlive = false;
      const answer =
        answers[(request.url ?? '').split('?')[0] ?? ''] ?? send(404, plain, 'no such path');
      answer(request, response, Buffer.concat(chunks).toString());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { base: `http://127.0.0.1:${portOf(server)}`, close: () => closeServer(server) };
}

function send(
  status: number,
  headers: Readonly<Record<string, string | string[]>>,
  body: string | Buffer,
): Answer {
  return (_request, response) => {
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  };
}

// Only what experiments have a say in: clients differ in how they call themselves.
function echoOf(request: IncomingMessage, body: string): object {
  const told = ['accept', 'authorization', 'content-type', 'cookie'];
  const own = Object.entries(request.headers).filter(
    ([name]) => told.includes(name) || name.startsWith('x-'),
  );
  return {
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(own.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    body,
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  return address.port;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}
