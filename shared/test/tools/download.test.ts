import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { download, DownloadFailure } from '../../src/tools/download.ts';
import { impatientClock } from './impatient-clock.ts';
import { startMirror } from './mirror.ts';
import type { Mirror, Reply } from './mirror.ts';

let mirror: Mirror;
let pauses: number[];

beforeEach(async () => {
  mirror = await startMirror();
  pauses = [];
});
afterEach(async () => {
  await mirror[Symbol.asyncDispose]();
});

interface Given {
  readonly limit?: number;
  readonly signal?: AbortSignal;
  readonly environment?: Readonly<Record<string, string>>;
}

async function fetchText(
  url: string,
  { limit = 1000, signal = new AbortController().signal, environment = {} }: Given = {},
): Promise<string> {
  const readAll = async (bytes: AsyncIterable<Buffer>): Promise<string> => {
    const pieces: Buffer[] = [];
    for await (const piece of bytes) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  };
  const context = { clock: impatientClock(pauses), environment };
  return download(new URL(url), limit, readAll, { context, signal });
}

const breaksOff: Reply = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('half', () => response.destroy());
};
const status =
  (code: number): Reply =>
  (_request, response) =>
    response.writeHead(code).end('no');
const redirect =
  (location: string): Reply =>
  (_request, response) =>
    response.writeHead(302, { location }).end();

/** Replies one after the other; the last one stays. */
function inTurn(...replies: readonly Reply[]): Reply {
  const left = [...replies];
  return (request, response) => {
    const reply = left.length > 1 ? left.shift() : left[0];
    reply?.(request, response);
  };
}

test('the bytes of an address are given to whoever reads them', async () => {
  mirror.offer('/file', 'content');
  await expect(fetchText(`${mirror.url}/file`)).resolves.toBe('content');
  expect(pauses).toEqual([]);
});

test.each([
  ['broke off', breaksOff],
  ['was overloaded', status(503)],
  ['had enough', status(429)],
  ['was slow', status(408)],
  ['hung up', ((request) => request.socket.destroy()) satisfies Reply],
])('an address that %s is tried three times, with longer and longer pauses', async (_what, bad) => {
  const good: Reply = (_request, response) => response.end('content');
  mirror.offer('/file', inTurn(bad, bad, good));
  await expect(fetchText(`${mirror.url}/file`)).resolves.toBe('content');
  expect(pauses).toEqual([1000, 3000]);

  mirror.offer('/other', bad);
  const failed = fetchText(`${mirror.url}/other`);
  await expect(failed).rejects.toThrow(DownloadFailure);
  await expect(failed).rejects.toThrow(/^http:\/\/127.0.0.1:\d+\/other .*\(tried 3 times\)$/);
  expect(mirror.asked.filter((path) => path === '/other')).toHaveLength(3);
});

test('an address that is cut short says how far it came', async () => {
  mirror.offer('/file', breaksOff);
  await expect(fetchText(`${mirror.url}/file`)).rejects.toThrow('/file broke off after 4 bytes');
});

test.each([401, 403, 404, 410])('an answer %d is final', async (code) => {
  mirror.offer('/file', status(code));
  await expect(fetchText(`${mirror.url}/file`)).rejects.toThrow(`/file answered ${code}`);
  expect(mirror.asked).toEqual(['/file']);
});

test('nobody at the address is said with the reason', async () => {
  const gone = await startMirror();
  await gone[Symbol.asyncDispose]();
  await expect(fetchText(`${gone.url}/file`)).rejects.toThrow(
    /\/file could not be reached: .*ECONNREFUSED/,
  );
});

test('more bytes than are allowed are not read', async () => {
  mirror.offer('/file', 'x'.repeat(1001));
  await expect(fetchText(`${mirror.url}/file`)).rejects.toThrow('/file has more than 1000 bytes');
  expect(mirror.asked).toHaveLength(1);
});

test('redirects are followed, but not for ever', async () => {
  mirror.offer('/file', redirect('/elsewhere'));
  mirror.offer('/elsewhere', 'content');
  await expect(fetchText(`${mirror.url}/file`)).resolves.toBe('content');
  mirror.offer('/loop', redirect('/loop'));
  await expect(fetchText(`${mirror.url}/loop`)).rejects.toThrow(
    '/loop redirects more than 5 times',
  );
});

test.each([
  ['http://mirror.example/helm.tar.gz?key=secret', 'http://mirror.example/helm.tar.gz'],
  ['ftp://mirror.example/helm.tar.gz', 'ftp://mirror.example/helm.tar.gz'],
  ['http://127.0.0.1.mirror.example/x', 'http://127.0.0.1.mirror.example/x'],
  ['http://10.0.0.1/x', 'http://10.0.0.1/x'],
])('a redirect to %s is refused', async (location, shown) => {
  mirror.offer('/file', redirect(location));
  await expect(fetchText(`${mirror.url}/file`)).rejects.toThrow(
    `/file redirects to ${shown}, which is not https`,
  );
});

test('login and key of an address are sent to it, and neither shown nor sent elsewhere', async () => {
  await using other = await startMirror();
  const logins: (string | undefined)[] = [];
  const note =
    (reply: Reply): Reply =>
    (request, response) => {
      logins.push(request.headers.authorization);
      reply(request, response);
    };
  mirror.offer('/file?key=k3y', note(redirect(`${other.url}/file`)));
  other.offer('/file', note(status(404)));
  const url = mirror.url.replace('//', '//robot:p%40ss@');
  const failed = fetchText(`${url}/file?key=k3y`);
  await expect(failed).rejects.toThrow('/file answered 404');
  await expect(failed).rejects.not.toThrow(/robot|p%40ss|p@ss|k3y/);
  expect(logins).toEqual([`Basic ${Buffer.from('robot:p@ss').toString('base64')}`, undefined]);
});

test('an abort ends a download that makes no progress', async () => {
  mirror.offer('/file', (_request, response) => response.write('half'));
  const abort = new AbortController();
  const failed = fetchText(`${mirror.url}/file`, { signal: abort.signal });
  while (mirror.asked.length === 0) await delay(5);
  abort.abort(new Error('the job was cancelled'));
  await expect(failed).rejects.toThrow('the job was cancelled');
  expect(mirror.asked).toHaveLength(1);
});

test('the proxy of the environment is asked for addresses outside, and not for loopback', async () => {
  const tunnels: (string | undefined)[] = [];
  const proxy = createServer().on('connect', (request, socket) => {
    tunnels.push(request.url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const environment = { HTTPS_PROXY: address, HTTP_PROXY: address, NO_PROXY: 'inside.invalid' };
    mirror.offer('/file', 'content');
    await expect(fetchText(`${mirror.url}/file`, { environment })).resolves.toBe('content');
    await expect(fetchText('https://get.helm.invalid/x', { environment })).rejects.toThrow(/403/);
    await expect(fetchText('https://inside.invalid/x', { environment })).rejects.toThrow(
      DownloadFailure,
    );
    expect(tunnels).toEqual(Array<string>(3).fill('get.helm.invalid:443'));
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
