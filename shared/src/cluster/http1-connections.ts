import { Agent, EnvHttpProxyAgent, ProxyAgent, request } from 'undici';
import type { Dispatcher } from 'undici';
import type { Identity } from './identity.ts';
import { proxiesOf } from './proxies.ts';
import type { ServerAnswer, ServerRequest } from './server-answer.ts';
import type { ConnectionUse, TransportOptions } from './transport-options.ts';

/** Requests in parallel share this many connections. */
const requestConnections = 4;
const connectTimeoutMs = 10_000;
const idleConnectionMs = 30_000;

/** The HTTP/1.1 connections under one identity: a few for requests, and one for each stream. */
export class Http1Connections {
  readonly #tls: Identity['tls'];
  readonly #options: TransportOptions;
  readonly #dispatchers = new Map<ConnectionUse, Dispatcher>();

  constructor(tls: Identity['tls'], options: TransportOptions) {
    this.#tls = tls;
    this.#options = options;
  }

  /** Sends a request. Throws what kept its answer from coming. */
  send(
    use: ConnectionUse,
    { url, body, ...options }: ServerRequest,
    signal: AbortSignal,
  ): Promise<ServerAnswer> {
    const dispatcher = this.dispatcher(use);
    return request(url, { ...options, body: body ?? null, dispatcher, signal });
  }

  /** What connects for this use, made when it is first asked for. */
  dispatcher(use: ConnectionUse): Dispatcher {
    const known = this.#dispatchers.get(use);
    if (known !== undefined) return known;
    const made = this.#agent(use === 'requests' ? { connections: requestConnections } : {});
    this.#dispatchers.set(use, made);
    return made;
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    await Promise.all([...this.#dispatchers.values()].map((each) => each.destroy()));
  }

  #agent(limits: { readonly connections?: number }): Dispatcher {
    const tls = { ...this.#tls, timeout: connectTimeoutMs, keepAliveInitialDelay: 30_000 };
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
