import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { TimedAnswer } from '../../src/http-check/assess-answer.ts';
import { RefusedAddressError } from '../../src/http-check/address-guard.ts';
import { sendRequest } from '../../src/http-check/send-request.ts';
import type { CheckRequest, Destination } from '../../src/http-check/send-request.ts';
import { systemClock } from '../../src/time/system-clock.ts';
import { makeTestAuthority } from './certificate-authority.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const addresses = { allowPrivate: true };
const never = new AbortController().signal;
const get: CheckRequest = { method: 'GET', headers: {} };

/** Answers with what was asked, as JSON. */
const mirror: RequestListener = (request, response) => {
  void text(request).then((body) => {
    response.setHeader('x-served-by', ['one', 'two']);
    response.end(JSON.stringify({ ...request.headers, path: request.url, body }));
  });
};

async function send(
  destination: Destination,
  request: Partial<CheckRequest> = {},
  signal = never,
): Promise<TimedAnswer> {
  return sendRequest(destination, { ...get, ...request }, systemClock, signal);
}

async function urlTo(listener: RequestListener, path = '/'): Promise<Destination> {
  const port = await portOf(createServer(listener));
  return { kind: 'url', url: new URL(`http://127.0.0.1:${port}${path}`), addresses };
}

describe('over the network', () => {
  test('an answer with status, headers, body and time', async () => {
    const answer = await send(await urlTo(mirror, '/a?b=c'), {
      method: 'POST',
      headers: { host: 'shop.example', 'content-type': 'text/plain' },
      body: 'zwölf',
    });
    expect(answer).toMatchObject({ status: 200, headers: { 'x-served-by': 'one, two' } });
    expect(JSON.parse(answer.body)).toMatchObject({
      host: 'shop.example',
      'content-type': 'text/plain',
      'content-length': '6',
      path: '/a?b=c',
      body: 'zwölf',
    });
    expect(answer.latency).toBeGreaterThan(0);
  });

  test('user and password of the URL are sent', async () => {
    const destination = await urlTo(mirror);
    if (destination.kind !== 'url') throw new TypeError('not a URL');
    destination.url.username = 'me';
    destination.url.password = 'pass';
    expect((await send(destination)).body).toContain(`Basic ${btoa('me:pass')}`);
  });

  test.each([
    ['a redirect', 302, { location: 'http://203.0.113.7/' }, ''],
    ['an error', 503, {}, 'down'],
    ['no content', 204, {}, ''],
  ])('%s is an answer', async (_, status, headers, body) => {
    const destination = await urlTo((_request, response) => {
      response.writeHead(status, headers).end(body);
    });
    expect(await send(destination)).toMatchObject({ status, headers, body });
  });

  test('HEAD is answered without a body', async () => {
    const destination = await urlTo((_, response) => {
      response.setHeader('content-length', 5).end('hello');
    });
    const answer = await send(destination, { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, body: '', headers: { 'content-length': '5' } });
  });

  test('of an endless body 10 MiB are read', async () => {
    const chunk = 'x'.repeat(1024 * 1024);
    const destination = await urlTo((_, response) => {
      const fill = (): void => {
        while (response.writable && response.write(chunk));
      };
      response.on('drain', fill);
      fill();
    });
    expect((await send(destination)).body).toHaveLength(10 * 1024 * 1024);
  });

  test.each([
    ['headers over 64 kB', 'x-long', 'x'.repeat(70_000), /overflow/i],
    ['a body that is cut off', 'content-length', '100', /aborted|terminated|socket/i],
  ])('%s is no answer', async (_, name, value, message) => {
    const destination = await urlTo((_request, response) => {
      response.setHeader(name, value);
      response.write('begin', () => response.destroy());
    });
    await expect(send(destination)).rejects.toThrow(message);
  });

  test('a port that nothing listens on is an error', async () => {
    const server = createServer();
    const port = await portOf(server);
    await new Promise((resolve) => server.close(resolve));
    servers.splice(0);
    const url = new URL(`http://127.0.0.1:${port}/`);
    await expect(send({ kind: 'url', url, addresses })).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  test('the signal ends it with its reason, in the head as in the body', async () => {
    for (const begin of [false, true]) {
      const stop = new AbortController();
      const reason = new Error('enough');
      const destination = await urlTo((_, response) => {
        if (begin) response.write('begin');
        setImmediate(() => {
          stop.abort(reason);
        });
      });
      await expect(send(destination, {}, stop.signal)).rejects.toBe(reason);
    }
  });
});

describe('an address that must not be asked', () => {
  test.each([
    ['http://169.254.169.254/', true],
    ['http://[fe80::1]/', true],
    ['http://127.0.0.1/', false],
    ['https://[::1]/', false],
    ['http://localhost/', false],
  ])('%s with allow-private %s', async (url, allowPrivate) => {
    const asked = send({ kind: 'url', url: new URL(url), addresses: { allowPrivate } });
    await expect(asked).rejects.toBeInstanceOf(RefusedAddressError);
  });
});

describe('with a certificate by an authority of our own', () => {
  const { authority, key, certificate } = makeTestAuthority();
  const secureUrl = async (): Promise<URL> => {
    const port = await portOf(createSecureServer({ key, cert: certificate }, mirror));
    return new URL(`https://127.0.0.1:${port}/`);
  };

  test('it is trusted where that authority is given', async () => {
    const url = await secureUrl();
    const answer = await send({ kind: 'url', url, addresses, certificates: authority });
    expect(answer.status).toBe(200);
  });

  test('it is not trusted else', async () => {
    const url = await secureUrl();
    await expect(send({ kind: 'url', url, addresses })).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  test('its name is checked', async () => {
    const url = await secureUrl();
    const destination = { kind: 'url', url, addresses, certificates: authority } as const;
    await expect(send(destination, { headers: { host: 'shop.example' } })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});

describe('through a stream', () => {
  test('a request is answered, and the stream is closed', async () => {
    const port = await portOf(createServer(mirror));
    const stream = connect(port, '127.0.0.1');
    const answer = await send(
      { kind: 'stream', path: '/readyz', open: () => Promise.resolve(stream) },
      { headers: { host: 'web-0' } },
    );
    expect(JSON.parse(answer.body)).toMatchObject({ host: 'web-0', path: '/readyz' });
    expect(stream.destroyed).toBe(true);
  });

  test('what goes wrong in the stream is the error', async () => {
    const port = await portOf(createServer(() => undefined));
    const stream = connect(port, '127.0.0.1');
    const broken = new Error('port 9 of pod web-0 cannot be used');
    const open = () => {
      setImmediate(() => stream.destroy(broken));
      return Promise.resolve(stream);
    };
    await expect(send({ kind: 'stream', path: '/', open })).rejects.toBe(broken);
  });
});
