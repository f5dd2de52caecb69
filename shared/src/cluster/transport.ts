import { Agent, EnvHttpProxyAgent, ProxyAgent, request } from 'undici';
import type { Dispatcher } from 'undici';
import { Http2Connection } from './http2-connection.ts';
import type { Identity } from './identity.ts';
import type { ServerAnswer, ServerRequest } from './server-answer.ts';

/** Whether a connection serves one request after another, or answers that go on. */
export type ConnectionUse = 'requests' | 'streams';

/** How connections are made. */
export interface TransportOptions {
  /** Proxy of the kubeconfig; else those of the environment count. */
  readonly proxyUrl: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Requests in parallel share this many connections where HTTP/1.1 is spoken. */
const requestConnections = 4;
const connectTimeoutMs = 10_000;
const idleConnectionMs = 30_000;

interface Connections {
  readonly tls: Identity['tls'];
  /** Made when first used: few servers are spoken to so. */
  readonly http1: Map<ConnectionUse, Dispatcher>;
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
    const { url, body = null, ...options } = sent;
    const dispatcher = this.#http1(connections, use);
    return request(url, { ...options, body, dispatcher, signal });
  }

  /** What WebSockets are opened with: no API server carries them over HTTP/2. */
  socketDispatcher(identity: Identity): Dispatcher {
    return this.#http1(this.#connectionsFor(identity), 'streams');
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    const all = [...this.#retired, ...(this.#connections === undefined ? [] : [this.#connections])];
    this.#retired = [];
    this.#connections = undefined;
    for (const { http2 } of all) http2.close();
    await Promise.all(
      all.flatMap(({ http1 }) => [...http1.values()].map((each) => each.destroy())),
    );
  }

  #connectionsFor({ tls }: Identity): Connections {
    if (this.#connections === undefined || !sameTls(this.#connections.tls, tls)) {
      if (this.#connections !== undefined) this.#retired.push(this.#connections);
      this.#connections = {
        tls,
        http1: new Map(),
        http2: new Http2Connection(tls),
      };
    }
    return this.#connections;
  }

  #http1({ http1, tls }: Connections, use: ConnectionUse): Dispatcher {
    const known = http1.get(use);
    if (known !== undefined) return known;
    const made = this.#agent(tls, use === 'requests' ? { connections: requestConnections } : {});
    http1.set(use, made);
    return made;
  }

  #agent(identityTls: Identity['tls'], limits: { readonly connections?: number }): Dispatcher {
    const tls = { ...identityTls, timeout: connectTimeoutMs, keepAliveInitialDelay: 30_000 };
    const common = {
      ...limits,
      allowH2: false,
      keepAliveTimeout: idleConnectionMs,
      connect: tls,
    };
    const { proxyUrl, environment } = this.#options;
    const tunnel = { ...common, requestTls: tls, proxyTls: { timeout: connectTimeoutMs } };
    if (proxyUrl !== undefined) return new ProxyAgent({ ...tunnel, uri: proxyUrl });
    const proxies = proxiesOf(environment);
    return proxies === undefined
      ? new Agent(common)
      : new EnvHttpProxyAgent({ ...tunnel, ...proxies });
  }
}

/** The proxies that the environment names, undefined for none. */
function proxiesOf(environment: TransportOptions['environment']) {
  const httpsProxy = environment.https_proxy ?? environment.HTTPS_PROXY ?? '';
  const httpProxy = environment.http_proxy ?? environment.HTTP_PROXY ?? '';
  if (httpsProxy === '' && httpProxy === '') return undefined;
  return { httpsProxy, httpProxy, noProxy: environment.no_proxy ?? environment.NO_PROXY ?? '' };
}

function sameTls(one: Identity['tls'], other: Identity['tls']): boolean {
  const parts = ({ ca, cert, key, servername, rejectUnauthorized }: Identity['tls']): string =>
    JSON.stringify([String(ca), String(cert), String(key), servername ?? '', rejectUnauthorized]);
  return one === other || parts(one) === parts(other);
}
