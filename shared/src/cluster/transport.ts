import { Agent, EnvHttpProxyAgent, ProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import type { Identity } from './identity.ts';

/** Whether a connection serves one request after another, or one that stays open. */
export type ConnectionUse = 'requests' | 'streams';

/** How connections are made. */
export interface TransportOptions {
  /** Proxy of the kubeconfig; else those of the environment count. */
  readonly proxyUrl: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Requests in parallel share this many connections. */
const requestConnections = 4;
const connectTimeoutMs = 10_000;
const idleConnectionMs = 30_000;

interface Agents {
  readonly tls: Identity['tls'];
  readonly requests: Dispatcher;
  readonly streams: Dispatcher;
}

/**
 * The connections to one API server: a few that are kept for requests, and one for each stream, so
 * that open watches never stand in the way of requests.
 */
export class Transport {
  readonly #options: TransportOptions;
  #agents: Agents | undefined;
  #retired: Agents[] = [];

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** The connections for `use` under `identity`. */
  dispatcher(identity: Identity, use: ConnectionUse): Dispatcher {
    if (this.#agents === undefined || !sameTls(this.#agents.tls, identity.tls)) {
      if (this.#agents !== undefined) this.#retired.push(this.#agents);
      this.#agents = {
        tls: identity.tls,
        requests: this.#agent(identity.tls, { connections: requestConnections }),
        streams: this.#agent(identity.tls, {}),
      };
    }
    return this.#agents[use];
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    const all = [...this.#retired, ...(this.#agents === undefined ? [] : [this.#agents])];
    this.#retired = [];
    this.#agents = undefined;
    await Promise.all(
      all.flatMap(({ requests, streams }) => [requests.destroy(), streams.destroy()]),
    );
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
    const httpsProxy = environment.https_proxy ?? environment.HTTPS_PROXY ?? '';
    const httpProxy = environment.http_proxy ?? environment.HTTP_PROXY ?? '';
    if (httpsProxy === '' && httpProxy === '') return new Agent(common);
    const noProxy = environment.no_proxy ?? environment.NO_PROXY ?? '';
    return new EnvHttpProxyAgent({ ...tunnel, httpProxy, httpsProxy, noProxy });
  }
}

function sameTls(one: Identity['tls'], other: Identity['tls']): boolean {
  const parts = ({ ca, cert, key, servername, rejectUnauthorized }: Identity['tls']): string =>
    JSON.stringify([String(ca), String(cert), String(key), servername ?? '', rejectUnauthorized]);
  return one === other || parts(one) === parts(other);
}
