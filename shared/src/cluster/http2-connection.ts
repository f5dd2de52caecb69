import { connect as openHttp2, constants } from 'node:http2';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { isIP } from 'node:net';
import { PassThrough, pipeline } from 'node:stream';
import { finished } from 'node:stream/promises';
import { connect as openTls } from 'node:tls';
import { untilAborted } from '../time/until-aborted.ts';
import type { Identity } from './identity.ts';
import type { AnswerBody, ServerAnswer, ServerRequest } from './server-answer.ts';
import { SilenceError } from './silence-error.ts';
import { WatchfulStream } from './watchful-stream.ts';

const connectTimeoutMs = 10_000;
const idleConnectionMs = 30_000;
const keepAliveMs = 30_000;
/** What the server may send ahead: a round trip must not hold up a long list. */
const streamWindow = 1024 * 1024;
const connectionWindow = 8 * streamWindow;
const brokenHandshake = 'disconnected before secure TLS connection was established';

/**
 * One HTTP/2 connection to a server, made with the first request and anew after it was lost or idle
 * for long. Node's own HTTP/2, as that of undici 8 leaves requests without an end when a connection
 * is cut.
 */
export class Http2Connection {
  readonly #tls: Identity['tls'];
  #session: Promise<ClientHttp2Session | undefined> | undefined;
  readonly #life = new AbortController();

  constructor(tls: Identity['tls']) {
    this.#tls = tls;
  }

  /** Begins to connect. A failure is forgotten: the first request connects again and tells of it. */
  prepare(server: URL): void {
    this.#connected(server).catch(() => undefined);
  }

  /**
   * Sends a request; undefined where the server does not speak HTTP/2. Throws what broke the
   * connection, SilenceErrors, and the signal's reason.
   */
  async send(request: ServerRequest, signal: AbortSignal): Promise<ServerAnswer | undefined> {
    let session = await untilAborted(this.#connected(request.url), signal);
    if (session?.closed === true || session?.destroyed === true) {
      this.#session = undefined;
      session = await untilAborted(this.#connected(request.url), signal);
    }
    if (session === undefined) return undefined;
    const used = session;
    return ask(used, request, signal, () => {
      // A silent connection may be dead: what comes next is sent on another one.
      this.#session = undefined;
      used.close();
    });
  }

  /** Ends the connection and all that goes on on it, at once. */
  close(): void {
    this.#life.abort();
  }

  #connected(url: URL): Promise<ClientHttp2Session | undefined> {
    if (this.#session !== undefined) return this.#session;
    const opening = openSession(url, this.#tls, this.#life.signal);
    this.#session = opening;
    const forget = (): void => {
      if (this.#session === opening) this.#session = undefined;
    };
    opening.then((session) => {
      if (session === undefined) return;
      session.once('close', forget);
      session.once('goaway', forget);
      session.setTimeout(idleConnectionMs, () => {
        forget();
        session.close();
      });
    }, forget);
    return opening;
  }
}

/** Undefined where the server chose another protocol. */
function openSession(
  url: URL,
  tls: Identity['tls'],
  life: AbortSignal,
): Promise<ClientHttp2Session | undefined> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = openTls({
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...tls,
    host,
    port: url.port === '' ? 443 : Number(url.port),
    ALPNProtocols: ['h2', 'http/1.1'],
  });
  socket.setNoDelay(true).setKeepAlive(true, keepAliveMs);
  const end = (): void => {
    socket.destroy();
  };
  life.addEventListener('abort', end);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(
        new SilenceError('UND_ERR_CONNECT_TIMEOUT', `no connection in ${connectTimeoutMs} ms`),
      );
    }, connectTimeoutMs);
    socket.once('close', () => {
      clearTimeout(timer);
      life.removeEventListener('abort', end);
      reject(new Error(brokenHandshake));
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const isBroken = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      reject(isBroken ? new Error(brokenHandshake, { cause: error }) : error);
    });
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      if (socket.alpnProtocol === 'h2') {
        const session = openHttp2(url.origin, {
          createConnection: () => new WatchfulStream(socket),
          settings: { enablePush: false, initialWindowSize: streamWindow },
        });
        session.once('connect', () => {
          session.setLocalWindowSize(connectionWindow);
        });
        // Each stream is told of it by itself.
        session.on('error', () => undefined);
        resolve(session);
      } else {
        socket.destroy();
        resolve(undefined);
      }
    });
  });
}

function ask(
  session: ClientHttp2Session,
  { method, url, headers, body, headersTimeout, bodyTimeout }: ServerRequest,
  signal: AbortSignal,
  onSilence: () => void,
): Promise<ServerAnswer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(
      { ...headers, ':method': method, ':path': `${url.pathname}${url.search}` },
      { endStream: body === undefined, signal },
    );
    let answered = false;
    stream.setTimeout(headersTimeout, () => {
      onSilence();
      stream.destroy(
        answered
          ? new SilenceError('UND_ERR_BODY_TIMEOUT', 'the answer stopped coming')
          : new SilenceError('UND_ERR_HEADERS_TIMEOUT', 'no answer came'),
      );
    });
    stream.on('error', (error: Error) => {
      reject(signal.aborted && signal.reason instanceof Error ? signal.reason : error);
    });
    stream.once('close', () => {
      reject(new Error('the connection was closed'));
    });
    stream.once('response', ({ ':status': statusCode = 0, ...answerHeaders }) => {
      answered = true;
      stream.setTimeout(bodyTimeout);
      resolve({ statusCode, headers: answerHeaders, body: new Http2Body(stream) });
    });
    if (body !== undefined) stream.end(body);
  });
}

class Http2Body implements AnswerBody {
  readonly #stream: ClientHttp2Stream;
  /** Takes the parts as they come: Node throws away what nobody waits for when a stream ends. */
  readonly #parts = new PassThrough({ highWaterMark: streamWindow });

  constructor(stream: ClientHttp2Stream) {
    this.#stream = stream;
    pipeline(stream, this.#parts, () => undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const part of this.#parts) yield part as Uint8Array;
    // Node ends a stream quietly when its connection is lost.
    if (this.#stream.aborted || this.#stream.rstCode !== constants.NGHTTP2_NO_ERROR) {
      throw new Error('the connection was cut');
    }
  }

  async text(): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of this) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }

  async dump(): Promise<void> {
    this.#parts.resume();
    await finished(this.#parts);
  }
}
