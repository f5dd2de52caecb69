import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

/** A server on this machine that answers as the recorded answers of the original were answered. */
export interface AnsweringServer {
  readonly port: number;
  close(): Promise<void>;
}

type Headers = Readonly<Record<string, string>> | readonly (readonly [string, string])[];
type Fixed = readonly [headers: Headers, body: string | Buffer];

const json = { 'Content-Type': 'application/json' };
const text = { 'Content-Type': 'text/plain' };
const zipped = (encoding: string): Headers => ({ 'Content-Encoding': encoding, ...text });

const fixed: Readonly<Record<string, Fixed>> = {
  '/json-charset': [{ 'content-type': 'application/json; charset=utf-8' }, '{"a":1}'],
  '/text': [text, 'héllo'],
  '/text-utf8': [{ 'Content-Type': 'text/plain; charset=UTF-8' }, 'héllo'],
  '/text-nope': [{ 'Content-Type': 'text/plain; charset=nope' }, 'héllo'],
  '/none': [{}, 'héllo world this is some text'],
  '/octet': [{ 'Content-Type': 'application/octet-stream' }, 'plain'],
  '/empty-json': [json, ''],
  '/bad-json': [json, '{oops'],
  '/gzip': [zipped('gzip'), gzipSync('zipped')],
  '/deflate': [zipped('deflate'), deflateSync('defl')],
  '/rawdeflate': [zipped('deflate'), deflateRawSync('defl')],
  '/badgzip': [zipped('gzip'), 'notgzip'],
  '/dup': [
    [
      ['X-Dup', 'a'],
      ['x-dup', 'b'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Content-Type', 'text/plain'],
    ],
    'dup',
  ],
};

/** Starts the server. `onRequest` is told of every request. */
export async function startAnsweringServer(
  onRequest: (path: string) => void,
): Promise<AnsweringServer> {
  const listener: RequestListener = (request, response) => {
    onRequest(request.url ?? '');
    buffer(request).then(
      (body) => {
        answer(request, response, body.toString('utf8'));
      },
      () => undefined,
    );
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://server');
  const send = (status: number, headers: Headers, content: string | Buffer): void => {
    response.sendDate = false;
    for (const [name, value] of pairsOf(headers)) response.appendHeader(name, value);
    response.writeHead(status).end(content);
  };
  if (pathname.startsWith('/echo')) {
    send(200, { ...json, 'X-Reply': 'Yes' }, JSON.stringify(echoOf(request, body)));
    return;
  }
  const known = fixed[pathname];
  if (known !== undefined) {
    send(200, ...known);
    return;
  }
  const status = Number(searchParams.get('c') ?? '302');
  switch (pathname) {
    case '/status':
      send(status, { 'X-A': '1' }, 's');
      return;
    case '/redirect': {
      const place = searchParams.get('to') ?? '/echo?r=1';
      send(status, { Location: place, 'Set-Cookie': 'sid=7; Path=/' }, 'moved');
      return;
    }
    case '/loop':
      send(302, { Location: '/loop' }, '');
      return;
    case '/noloc':
      send(302, {}, 'x');
      return;
    case '/mailto':
      send(302, { Location: 'mailto:a@b' }, 'x');
      return;
    case '/break':
      response.writeHead(200, { 'Content-Length': '100' }).write('abc');
      setTimeout(() => request.socket.destroy(), 50).unref();
      return;
    case '/reset':
      request.socket.destroy();
      return;
    case '/slow':
      setTimeout(() => {
        send(200, {}, 'late');
      }, 1500).unref();
      return;
    case '/slowbody':
      response.writeHead(200, text).write('abc');
      setTimeout(() => response.end('x'), 1500).unref();
      return;
    default:
      send(404, text, 'no');
  }
}

function pairsOf(headers: Headers): readonly (readonly [string, string])[] {
  return Array.isArray(headers)
    ? (headers as readonly (readonly [string, string])[])
    : Object.entries(headers as Readonly<Record<string, string>>);
}

function echoOf({ method, url, headers }: IncomingMessage, body: string): object {
  const header = (name: string): unknown => headers[name] ?? null;
  return {
    method,
    url,
    body,
    type: header('content-type'),
    len: header('content-length'),
    x: header('x-test'),
    auth: header('authorization'),
    cookie: header('cookie'),
    accept: header('accept'),
    ae: header('accept-encoding'),
  };
}
