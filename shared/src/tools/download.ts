import type { Dispatcher } from 'undici';
import type { ActionContext } from '../action/context.ts';
import { messageOf } from '../action/errors.ts';
import { startDeadline } from '../time/deadline.ts';
import { isAllowedSource, loginOf, loopback, shownUrl } from './download-source.ts';

/** What could not be downloaded, and why; nothing is known to be wrong with what is there. */
export class DownloadFailure extends Error {
  override readonly name = 'DownloadFailure';
}

/** What a download needs of the world. */
export interface DownloadWorld {
  readonly context: Pick<ActionContext, 'clock' | 'environment'>;
  readonly signal: AbortSignal;
}

const tries = 3;
const firstPauseMs = 1000;
const mostRedirects = 5;
const silenceMs = 30_000;
const longestTryMs = 5 * 60_000;

/** A failure that another try may not have. */
class PassingFailure extends DownloadFailure {}

/**
 * Gives `consume` the bytes at `url`, at most `limit` of them, and returns what it makes of them. What
 * the network or an overloaded server spoils is tried three times in all, each time with a `consume`
 * of its own. Redirects are followed as long as they stay with https (or with loopback). The proxies
 * of the environment are used, but never for loopback. Rejects with a DownloadFailure that names the
 * address, with what `consume` throws, or with the signal's reason.
 */
export async function download<Result>(
  url: URL,
  limit: number,
  consume: (bytes: AsyncIterable<Buffer>) => Promise<Result>,
  { context, signal }: DownloadWorld,
): Promise<Result> {
  const proxies = await proxyAgent(context.environment);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const what = `the download of ${shownUrl(url)}`;
      const deadline = startDeadline(context.clock, longestTryMs, what, signal);
      try {
        return await downloadOnce(url, limit, consume, proxies, deadline.signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof PassingFailure)) throw error;
        if (attempt === tries) {
          throw new DownloadFailure(`${error.message} (tried ${tries} times)`, { cause: error });
        }
      } finally {
        deadline.cancel();
      }
      await context.clock.sleep(firstPauseMs * 3 ** (attempt - 1), signal);
    }
  } finally {
    await proxies.destroy();
  }
}

async function downloadOnce<Result>(
  url: URL,
  limit: number,
  consume: (bytes: AsyncIterable<Buffer>) => Promise<Result>,
  proxies: Dispatcher,
  signal: AbortSignal,
): Promise<Result> {
  const answer = await open(url, proxies, signal);
  const shown = shownUrl(url);
  if (answer.statusCode !== 200) {
    await answer.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
    const message = `${shown} answered ${answer.statusCode}`;
    throw isPassing(answer.statusCode) ? new PassingFailure(message) : new DownloadFailure(message);
  }
  return consume(bytesOf(answer.body, limit, shown));
}

async function* bytesOf(
  body: AsyncIterable<Buffer>,
  limit: number,
  shown: string,
): AsyncGenerator<Buffer> {
  let received = 0;
  const pieces = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const piece = await pieces.next().catch((error: unknown) => {
        throw new PassingFailure(`${shown} broke off after ${received} bytes: ${reasonOf(error)}`);
      });
      if (piece.done === true) return;
      received += piece.value.length;
      if (received > limit) throw new DownloadFailure(`${shown} has more than ${limit} bytes`);
      yield piece.value;
    }
  } finally {
    await pieces.return?.();
  }
}

async function open(
  url: URL,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { request } = await import('undici');
  let current = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const shown = shownUrl(current);
    const answer = await request(current.origin + current.pathname + current.search, {
      dispatcher,
      signal,
      headers: current.origin === url.origin ? loginHeaders(url) : {},
      headersTimeout: silenceMs,
      bodyTimeout: silenceMs,
    }).catch((error: unknown) => {
      throw new PassingFailure(`${shown} could not be reached: ${reasonOf(error)}`);
    });
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.statusCode) || typeof location !== 'string') {
      return answer;
    }
    await answer.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
    const next = URL.parse(location, current.href);
    const stays = next !== null && (next.protocol === 'https:' || current.protocol === 'http:');
    if (!stays || !isAllowedSource(next)) {
      const where = next === null ? 'an address that is none' : shownUrl(next);
      throw new DownloadFailure(`${shown} redirects to ${where}, which is not https`);
    }
    current = next;
  }
  throw new DownloadFailure(`${shownUrl(url)} redirects more than ${mostRedirects} times`);
}

async function proxyAgent(environment: ActionContext['environment']): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('undici');
  const noProxy = environment.no_proxy ?? environment.NO_PROXY ?? '';
  return new EnvHttpProxyAgent({
    httpProxy: environment.http_proxy ?? environment.HTTP_PROXY ?? '',
    httpsProxy: environment.https_proxy ?? environment.HTTPS_PROXY ?? '',
    noProxy: [noProxy, ...loopback].join(','),
    allowH2: false,
    connect: { timeout: 10_000 },
  });
}

function loginHeaders(url: URL): Record<string, string> {
  const { password, username } = loginOf(url);
  if (username === '' && password === '') return {};
  const login = Buffer.from(`${username}:${password}`).toString('base64');
  return { authorization: `Basic ${login}` };
}

function isPassing(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

/** Node hides the reason of a failed connection in the errors of each address it tried. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return messageOf(error);
}
