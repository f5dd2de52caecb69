import type { TransportOptions } from './transport-options.ts';

/** Proxies for requests by their scheme, and the hosts that are reached without one. */
export interface Proxies {
  readonly httpsProxy: string;
  readonly httpProxy: string;
  readonly noProxy: string;
}

/** The proxies that the environment names, undefined for none. */
export function proxiesOf(environment: TransportOptions['environment']): Proxies | undefined {
  const httpsProxy = environment.https_proxy ?? environment.HTTPS_PROXY ?? '';
  const httpProxy = environment.http_proxy ?? environment.HTTP_PROXY ?? '';
  if (httpsProxy === '' && httpProxy === '') return undefined;
  return { httpsProxy, httpProxy, noProxy: environment.no_proxy ?? environment.NO_PROXY ?? '' };
}
