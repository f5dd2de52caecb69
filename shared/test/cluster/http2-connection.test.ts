import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { Http2SecureServer, ServerHttp2Stream } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { connect as connectTcp, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { codeOf } from '../../src/cluster/call-failure.ts';
import { Http2Connection } from '../../src/cluster/http2-connection.ts';
import type { ServerAnswer, ServerRequest } from '../../src/cluster/server-answer.ts';
import { Transport } from '../../src/cluster/transport.ts';

const payload = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, 'payloads', name), 'utf8');
const certificate = { cert: payload('server.crt'), key: payload('server.key') };
const tls = { ca: certificate.cert, rejectUnauthorized: true };
const signal = AbortSignal.timeout(60_000);

type Handler = (stream: ServerHttp2Stream, path: string) => void;

let server: Http2SecureServer;
let connections: Set<Socket>;
let handle: Handler;
let connection: Http2Connection;
beforeEach(async () => {
  connections = new Set();
  server = createSecureServer(certificate);
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    handle(stream, headers[':path'] ?? '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  connection = new Http2Connection(tls);
});
afterEach(() => {
  connection.close();
  for (const socket of connections) socket.destroy();
  server.close();
});

function requestTo(target: string, port = portOf(server)): ServerRequest {
  return {
    method: 'GET',
    url: new URL(`https://127.0.0.1:${port}${target}`),
    headers: { accept: 'application/json' },
    body: undefined,
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
  };
}

function portOf(listening: { address(): unknown }): number {
  return (listening.address() as AddressInfo).port;
}

async function ask(changes: Partial<ServerRequest> & { readonly target?: string } = {}) {
  const { target = '/', ...rest } = changes;
  const answer = await connection.send({ ...requestTo(target), ...rest }, signal);
  return answer ?? Promise.reject(new Error('no HTTP/2'));
}

const textOf = async (asked: Promise<ServerAnswer>): Promise<string> => (await asked).body.text();

describe('an HTTP/2 connection', () => {
  test('carries all requests, with what is sent and what is answered', async () => {
    handle = (stream, target) => {
      stream.respond({ ':status': 201, 'retry-after': '7' });
      stream.write(`${target} `);
      stream.pipe(stream, { end: true });
    };
    const asked = Array.from({ length: 50 }, (_, index) =>
      ask({ method: 'PATCH', target: `/a?b=${index}`, body: `body ${index} äöü` }),
    );
    const [first] = await Promise.all(asked);
    expect(first).toMatchObject({ statusCode: 201, headers: { 'retry-after': '7' } });
    const texts = await Promise.all(asked.map(textOf));
    expect(texts).toEqual(asked.map((_, index) => `/a?b=${index} body ${index} äöü`));
    expect(connections.size).toBe(1);
  });

  test('is made anew when it was lost', async () => {
    handle = (stream) => {
      stream.respond();
      stream.end('good');
    };
    expect(await textOf(ask())).toBe('good');
    for (const socket of connections) socket.destroy();
    // The loss may be seen by the next request only.
    expect(await textOf(ask().catch(() => ask()))).toBe('good');
    expect(connections.size).toBe(2);
  });

  test('is given up with a server that stays silent, and the next one is another', async () => {
    handle = (stream, target) => {
      if (target === '/silent') return;
      stream.respond();
      if (target === '/stalled') stream.write('begun');
      else stream.end('good');
    };
    const silent = await ask({ target: '/silent', headersTimeout: 50 }).catch(codeOf);
    expect(silent).toBe('UND_ERR_HEADERS_TIMEOUT');
    const stalled = await textOf(ask({ target: '/stalled', bodyTimeout: 50 })).catch(codeOf);
    expect(stalled).toBe('UND_ERR_BODY_TIMEOUT');
    expect(await textOf(ask())).toBe('good');
    expect(connections.size).toBe(3);
  });

  test('a body that is cut is no answer', async () => {
    handle = (stream) => {
      stream.respond();
      stream.write('begun', () => {
        for (const socket of connections) socket.destroy();
      });
    };
    await expect(textOf(ask())).rejects.toThrow();
    handle = (stream) => {
      stream.respond();
      stream.write('begun', () => {
        stream.destroy(new Error('server fault'));
      });
    };
    await expect(textOf(ask())).rejects.toThrow();
  });

  test('a request ends with its signal', async () => {
    handle = () => undefined;
    const aborting = new AbortController();
    const asked = connection.send(requestTo('/'), aborting.signal);
    setTimeout(() => {
      aborting.abort(new Error('enough'));
    }, 50);
    await expect(asked).rejects.toThrow('enough');
  });

  test('every request comes to an end, whenever the connection is reset', async () => {
    handle = (stream) => {
      stream.respond();
      stream.end('good');
    };
    let life = 0;
    const proxy = createTcpServer((near) => {
      const far = connectTcp(portOf(server), '127.0.0.1');
      for (const socket of [near, far]) {
        socket.on('error', () => undefined);
        socket.on('close', () => {
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
      // From before the handshake to long after it.
      life += 2;
      setTimeout(() => near.resetAndDestroy(), life);
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const outcomes = new Set<string>();
    const one = async (): Promise<void> => {
      const asked = connection.send(requestTo('/', portOf(proxy)), signal);
      const text = asked.then((answer) => answer?.body.text());
      outcomes.add(await text.then(String, (error: unknown) => codeOf(error) || 'broken'));
    };
    for (let round = 0; round < 60; round += 1) await Promise.all([one(), one(), one()]);
    proxy.close();
    expect(outcomes).toContain('broken');
    expect(outcomes).toContain('good');
    expect(outcomes).not.toContain('UND_ERR_HEADERS_TIMEOUT');
  }, 60_000);
});

describe('a server that speaks HTTP/1.1 only', () => {
  test('is asked in HTTP/1.1', async () => {
    const old = createHttpsServer(certificate, (_, answer) => {
      answer.end('good');
    });
    old.listen(0, '127.0.0.1');
    await once(old, 'listening');
    const sent = requestTo('/', portOf(old));
    expect(await connection.send(sent, signal)).toBeUndefined();
    const transport = new Transport({ proxyUrl: undefined, environment: {} });
    const asked = Array.from({ length: 10 }, () =>
      textOf(transport.send({ headers: {}, tls }, 'requests', sent, signal)),
    );
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['good']));
    await transport.close();
    old.close();
  });
});
