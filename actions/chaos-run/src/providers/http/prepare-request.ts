import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError } from '../../activity-failed.ts';
import { isTruthy } from '../../experiment/python-truth.ts';
import type { MarkedJson } from '../../experiment/substitute.ts';
import { escapeQueryText, escapeUrl } from './escape-url.ts';
import { formText } from './form-text.ts';
import { pythonJson } from './python-json.ts';
import { requoteUrl } from './requote-url.ts';

/** A request as it goes over the network. */
export interface PreparedRequest {
  /** Without user and password, which are a header. */
  readonly url: URL;
  readonly method: string;
  /** Names as the experiment writes them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const defaultHeaders = {
  'User-Agent': 'kube-delivery-chaos-run',
  'Accept-Encoding': 'gzip, deflate',
  Accept: '*/*',
};

/**
 * Builds a request of substituted parts: of a GET the arguments are the query, of others the body, as
 * JSON where the header Content-Type (written so) is exactly `application/json`, else as a form; a text
 * goes as it is. Throws an ActivityCrashedError for parts that requests refuses.
 */
export function prepareRequest(parts: {
  readonly url: Json;
  readonly method: string;
  readonly headers: JsonObject;
  readonly arguments: MarkedJson | undefined;
}): PreparedRequest {
  const { method } = parts;
  const url = urlOf(parts.url);
  const isJson = parts.headers['Content-Type'] === 'application/json';
  const given = parts.arguments;
  let body: string | undefined;
  let type: string | undefined;
  if (method === 'GET') addQuery(url, given);
  else if (given === undefined || given.value === null) body = undefined;
  else if (isJson) body = pythonJson(given);
  else if (isTruthy(given.value)) {
    body = textOf(given);
    if (typeof given.value !== 'string') type = 'application/x-www-form-urlencoded';
  }
  const headers = mergedHeaders(parts.headers, type);
  const authorization = takeAuthorization(url);
  if (authorization !== undefined) {
    removeHeader(headers, 'authorization');
    headers.Authorization = authorization;
  }
  return { url: requoteUrl(url), method, headers, body };
}

function urlOf(text: Json): URL {
  const refuse = (why: string): never => {
    throw new ActivityCrashedError(`the URL ${why}`);
  };
  if (typeof text !== 'string') return refuse('must be a text');
  const bare = text.trimStart();
  if (!/^https?:\/\//i.test(bare)) return refuse('must begin with http:// or https://');
  return URL.parse(escapeUrl(bare)) ?? refuse('is not valid');
}

function addQuery(url: URL, given: MarkedJson | undefined): void {
  if (given === undefined || !isTruthy(given.value)) return;
  const text = escapeQueryText(textOf(given));
  if (text === '') return;
  url.search = url.search === '' ? text : `${url.search}&${text}`;
}

function textOf(given: MarkedJson): string {
  return typeof given.value === 'string' ? given.value : formText(given);
}

/** Names of headers are one whatever their case; a null takes a default away. */
function mergedHeaders(given: JsonObject, type: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { ...defaultHeaders };
  for (const [name, value] of Object.entries(given)) {
    removeHeader(headers, name.toLowerCase());
    if (value === null) continue;
    if (typeof value !== 'string') {
      throw new ActivityCrashedError(`the header ${name} must be a text: write it in quotes`);
    }
    if (/^\s|[\r\n]/.test(value) || !/^[^\s:][^:\r\n]*$/.test(name)) {
      throw new ActivityCrashedError(`the header ${name} is not valid`);
    }
    headers[name] = value;
  }
  // The length is what the body has, whatever the experiment says.
  removeHeader(headers, 'content-length');
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return type === undefined || hasType ? headers : { ...headers, 'Content-Type': type };
}

/** Takes a header away, whatever the case of its name; `name` is in lower case. */
export function removeHeader(headers: Record<string, string>, name: string): void {
  for (const key of Object.keys(headers)) {
    if (key.toLowerCase() === name) Reflect.deleteProperty(headers, key);
  }
}

function takeAuthorization(url: URL): string | undefined {
  const { username, password } = url;
  if (username === '' && password === '') return undefined;
  url.username = '';
  url.password = '';
  const both = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(both, 'latin1').toString('base64')}`;
}

/** A copy of the request without these headers; `names` are in lower case. */
export function withoutHeaders(
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !names.includes(name.toLowerCase())),
  );
}
