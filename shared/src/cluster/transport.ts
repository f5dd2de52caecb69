import type { Dispatcher } from 'undici';
import type { Http1Connections } from './http1-connections.ts';
import { Http2Connection } from './http2-connection.ts';
import type { Identity } from './identity.ts';
import { proxiesOf } from './proxies.ts';
import type { ServerAnswer, ServerRequest } from './server-answer.ts';
import type { ConnectionUse, TransportOptions } from './transport-options.ts';

interface Connections {
  readonly tls: Identity['tls'];
  http1: Promise<Http1Connections> | undefined;
  readonly http2: Http2Connection;
}

/**
 * The connections to one API server. Over HTTP/2 one carries all. Through a proxy, and where the server
 * speaks HTTP/1.1 only, a few are kept for requests and each stream has its own. So open watches never
 * stand in the way of requests.
 */
export class Transport {
  readonly #options: TransportOptions;
  #connections: Connections | undefined;
  #retired: Connections[] = [];
  #http2: boolean;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#http2 = options.proxyUrl === undefined && proxiesOf(options.environment) === undefined;
  }

  /** Begins to connect, so that the first request need not wait for it; that tells how it went. */
  prepare(identity: Identity, server: URL): void {
    const { http2 } = this.#connectionsFor(identity);
    if (this.#http2 && server.protocol === 'https:') http2.prepare(server);
  }

  /** Sends a request under `identity`. Throws what kept its answer from coming. */
  async send(
    identity: Identity,
    use: ConnectionUse,
    sent: ServerRequest,
    signal: AbortSignal,
  ): Promise<ServerAnswer> {
    const connections = this.#connectionsFor(identity);
    if (this.#http2 && sent.url.protocol === 'https:') {
      const answer = await connections.http2.send(sent, signal);
      if (answer !== undefined) return answer;
      this.#http2 = false;
    }
    return (await this.#http1(connections)).send(use, sent, signal);
  }

  /** What WebSockets are opened with: no API server carries them over HTTP/2. */
  async socketDispatcher(identity: Identity): Promise<Dispatcher> {
    return (await this.#http1(this.#connectionsFor(identity))).dispatcher('streams');
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    const all = [...this.#retired, ...(this.#connections === undefined ? [] : [this.#connections])];
    this.#retired = [];
    this.#connections = undefined;
    for (const { http2 } of all) http2.close();
    await Promise.all(all.map(async ({ http1 }) => (await http1)?.close()));
  }

  #connectionsFor({ tls }: Identity): Connections {
    if (this.#connections === undefined || !sameTls(this.#connections.tls, tls)) {
      if (this.#connections !== undefined) this.#retired.push(this.#connections);
      this.#connections = {
        tls,
        http1: undefined,
        http2: new Http2Connection(tls),
      };
    }
    return this.#connections;
  }

  /** Loaded when it is first used: few servers are spoken to so. */
  async #http1(connections: Connections): Promise<Http1Connections> {
    connections.http1 ??= import('./http1-connections.ts').then(
      (loaded) => new loaded.Http1Connections(connections.tls, this.#options),
    );
    return connections.http1;
  }
}

function sameTls(one: Identity['tls'], other: Identity['tls']): boolean {
  const parts = ({ ca, cert, key, servername, rejectUnauthorized }: Identity['tls']): string =>
    JSON.stringify([String(ca), String(cert), String(key), servername ?? '', rejectUnauthorized]);
  return one === other || parts(one) === parts(other);
}
