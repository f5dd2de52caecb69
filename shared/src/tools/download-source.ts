import { unescape } from 'node:querystring';
import { wrongInput } from '../action/errors.ts';

/** The names of this machine that count as such in an address. */
export const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** An address without the login and the access key that it may carry. */
export function shownUrl({ origin, pathname }: URL): string {
  return origin + pathname;
}

/** The login that an address carries; empty where it has none. */
export function loginOf({ password, username }: URL): {
  readonly username: string;
  readonly password: string;
} {
  return { username: unescape(username), password: unescape(password) };
}

/** Whether programs may come from there: by https, or from this machine. */
export function isAllowedSource({ hostname, protocol }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname));
}

/** The address that an input names as a mirror; an InputError for one that must not be used. */
export function readMirror(input: string, text: string): URL {
  const url = URL.parse(text);
  if (url === null) {
    throw wrongInput(input, 'is not an address; give one like https://mirror.example/helm');
  }
  if (isAllowedSource(url)) return url;
  throw wrongInput(
    input,
    `${shownUrl(url)} is not https; programs are downloaded by https only, or by http from loopback`,
  );
}
