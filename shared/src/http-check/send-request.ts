import { request as requestPlain } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Duplex } from 'node:stream';
import { getCACertificates } from 'node:tls';
import { flattenHeaders, readText } from '../http/answer.ts';
import type { Clock } from '../time/clock.ts';
import type { TimedAnswer } from './assess-answer.ts';
import { RefusedAddressError, guardedLookup, refusedAddress } from './address-guard.ts';
import type { AddressRules } from './address-guard.ts';

/** One request of a check. */
export interface CheckRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Who is asked: a URL over the network, or whoever is at the other end of a stream. */
export type Destination =
  | {
      readonly kind: 'url';
      readonly url: URL;
      readonly addresses: AddressRules;
      /** PEM certificates trusted besides the usual ones. */
      readonly certificates?: string;
    }
  | { readonly kind: 'stream'; readonly path: string; readonly open: () => Promise<Duplex> };

const largestBody = 10 * 1024 * 1024;
const largestHeaders = 64 * 1024;

/**
 * Sends one request and reads its whole answer, up to 10 MiB of body and 64 kiB of headers. A
 * redirect is an answer. The latency of a stream is counted from when it is open: the way there is
 * not the way that users' requests take. Rejects with a RefusedAddressError before anything is sent to an address
 * that must not be asked, and with the signal's reason.
 */
export async function sendRequest(
  destination: Destination,
  request: CheckRequest,
  clock: Clock,
  signal: AbortSignal,
): Promise<TimedAnswer> {
  signal.throwIfAborted();
  const stream = destination.kind === 'stream' ? await destination.open() : undefined;
  const begun = clock.elapsed();
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      start(destination, stream, request, signal)
        .on('response', resolve)
        .on('error', reject)
        .end(request.body);
    });
    const body = await readText(message as AsyncIterable<Buffer>, largestBody);
    message.destroy();
    return {
      status: message.statusCode ?? 0,
      headers: flattenHeaders(message.headers),
      body,
      latency: clock.elapsed() - begun,
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    stream?.destroy();
  }
}

function start(
  destination: Destination,
  stream: Duplex | undefined,
  { method, headers, body }: CheckRequest,
  signal: AbortSignal,
): ClientRequest {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...length, connection: 'close' },
    signal,
    maxHeaderSize: largestHeaders,
  };
  if (destination.kind === 'stream') {
    if (stream === undefined) throw new TypeError('the stream must be open');
    return requestPlain({ ...options, path: destination.path, createConnection: () => stream });
  }
  const { url, addresses, certificates } = destination;
  // A literal address is never looked up, so it is judged here.
  const refused = refusedAddress(url.hostname.replace(/^\[|\]$/g, ''), addresses);
  if (refused !== undefined) throw new RefusedAddressError(refused);
  const guarded = { ...options, agent: false as const, lookup: guardedLookup(addresses) };
  if (url.protocol === 'http:') return requestPlain(url, guarded);
  const ca =
    certificates === undefined ? {} : { ca: [...getCACertificates('default'), certificates] };
  return requestSecure(url, { ...guarded, ...ca });
}
