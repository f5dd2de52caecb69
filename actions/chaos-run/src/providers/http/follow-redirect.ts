import { ActivityCrashedError } from '../../activity-failed.ts';
import type { CookieJar } from './cookie-jar.ts';
import { withoutHeaders } from './prepare-request.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { requoteUrl } from './requote-url.ts';
import type { Answer } from './send-request.ts';

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The request that an answer redirects to, as requests makes it; undefined where it does not redirect. A
 * 303 and a 302 become a GET, a 301 of a POST too; only 307 and 308 keep the body. The authorization does
 * not follow to another host, cookies come back to the host that set them. Throws an ActivityCrashedError for a place
 * that is no HTTP URL.
 */
export function followRedirect(
  request: PreparedRequest,
  answer: Answer,
  cookies: CookieJar,
): PreparedRequest | undefined {
  cookies.take(request.url.hostname, answer.fields);
  const place = answer.fields.find(([name]) => name === 'location')?.[1];
  if (place === undefined || place === '' || !redirects.has(answer.status)) return undefined;
  const url = URL.parse(place, request.url.href);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new ActivityCrashedError('the answer redirects to what is no HTTP URL');
  }
  if (url.hash === '') url.hash = request.url.hash;
  const keepsBody = answer.status === 307 || answer.status === 308;
  const dropped = [
    'cookie',
    ...(keepsBody ? [] : ['content-type', 'transfer-encoding']),
    ...(keepsAuthorization(request.url, url) ? [] : ['authorization']),
  ];
  const headers = withoutHeaders(request.headers, dropped);
  const cookie = cookies.header(url.hostname);
  return {
    url: requoteUrl(url),
    method: methodAfter(answer.status, request.method),
    headers: cookie === undefined ? headers : { ...headers, Cookie: cookie },
    body: keepsBody ? request.body : undefined,
  };
}

function methodAfter(status: number, method: string): string {
  if ((status === 303 || status === 302) && method !== 'HEAD') return 'GET';
  return status === 301 && method === 'POST' ? 'GET' : method;
}

/** Where it goes to the same server, or from the usual port for http to the one for https. */
function keepsAuthorization(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname) return false;
  if (from.protocol === 'http:' && from.port === '' && to.protocol === 'https:' && to.port === '') {
    return true;
  }
  return from.protocol === to.protocol && from.port === to.port;
}
