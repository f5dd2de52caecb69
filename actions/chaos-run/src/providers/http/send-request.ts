import { errors, request as send } from 'undici';
import type { Dispatcher } from 'undici';
import { ActivityCrashedError, ActivityFailedError } from '../../activity-failed.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { failureCode, failureText } from './failure-text.ts';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  /** Names as the server writes them, values of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Each value of a name alone, as cookies need it; the name is in lower case. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** As it came, perhaps compressed. */
  readonly body: Buffer;
}

/** How a request is sent. */
export interface SendOptions {
  readonly connections: Dispatcher;
  readonly maxRetries: number;
  /** Milliseconds; 0 is no limit. */
  readonly readTimeout: number;
  readonly signal: AbortSignal;
  /** The URL as the file writes it, for messages. */
  readonly name: string;
}

const repeatable: ReadonlySet<string> = new Set([
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PUT',
  'TRACE',
]);
const unconnected =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;
const largestBody = 32 * 1024 * 1024;

/**
 * Sends a request. It is sent again where no connection came about, and where a connection broke before
 * an answer to a method that may be repeated, at once and up to `maxRetries` times. Rejects with an
 * ActivityFailedError, with an ActivityCrashedError for an answer that breaks off, and with the signal's
 * reason.
 */
export async function sendWithRetries(
  request: PreparedRequest,
  options: SendOptions,
): Promise<Answer> {
  for (let retries = 0; ; retries += 1) {
    let response;
    try {
      response = await sendOnce(request, options);
    } catch (error) {
      options.signal.throwIfAborted();
      const again = repeatable.has(request.method) || unconnected.test(failureCode(error));
      if (again && retries < options.maxRetries) continue;
      throw sendFailure(error, options.name);
    }
    return { ...response.head, body: await readBody(response.body, options) };
  }
}

async function sendOnce(
  { url, method, headers, body }: PreparedRequest,
  { connections, readTimeout, signal }: SendOptions,
): Promise<{ readonly head: Omit<Answer, 'body'>; readonly body: AsyncIterable<Buffer> }> {
  const response = await send(url, {
    dispatcher: connections,
    // undici's type lists usual methods only, its code takes any.
    method: method,
    headers,
    body: body ?? null,
    headersTimeout: readTimeout,
    bodyTimeout: readTimeout,
    responseHeaders: 'raw',
    signal,
  });
  const raw = response.headers as unknown as readonly string[];
  const fields: [string, string][] = [];
  const merged = new Map<string, [name: string, value: string]>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = '', value = ''] = raw.slice(index, index + 2);
    const key = name.toLowerCase();
    const earlier = merged.get(key);
    fields.push([key, value]);
    merged.set(
      key,
      earlier === undefined ? [name, value] : [earlier[0], `${earlier[1]}, ${value}`],
    );
  }
  const head = {
    status: response.statusCode,
    headers: Object.fromEntries(merged.values()),
    fields,
  };
  return { head, body: response.body as AsyncIterable<Buffer> };
}

async function readBody(
  body: AsyncIterable<Buffer>,
  { signal, name }: SendOptions,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      size += piece.length;
      if (size > largestBody) throw new ActivityFailedError(`${name} answered with over 32 MiB`);
      pieces.push(piece);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ActivityFailedError) throw error;
    if (error instanceof errors.BodyTimeoutError) throw sendFailure(error, name);
    throw new ActivityCrashedError(`the answer of ${name} broke off: ${failureText(error)}`, {
      cause: error,
    });
  }
  return Buffer.concat(pieces);
}

function sendFailure(error: unknown, name: string): Error {
  if (error instanceof errors.InvalidArgumentError) {
    return new ActivityCrashedError(`the request to ${name} is not valid: ${error.message}`, {
      cause: error,
    });
  }
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return new ActivityFailedError(`${name} did not answer within the timeout`, { cause: error });
  }
  return new ActivityFailedError(`failed to connect to ${name}: ${failureText(error)}`, {
    cause: error,
  });
}
