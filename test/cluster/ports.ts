/** A TCP address the cluster listens on. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The address of the node itself: the pods' bridge. EndpointSlices refuse loopback addresses. */
export const nodeAddress = '10.244.0.1';

const loopback = '127.0.0.1';

/**
 * Every TCP address the cluster uses. The ports lie below Linux's ephemeral range, away from the
 * well-known ones. Contour serves a Gateway's port 80 on port 8080 and nothing changes that, so
 * Envoy has a loopback address of its own instead.
 */
export const endpoints = {
  etcdClient: { host: loopback, port: 21379 },
  etcdPeer: { host: loopback, port: 21380 },
  apiServer: { host: loopback, port: 21443 },
  controllerManager: { host: loopback, port: 21257 },
  scheduler: { host: loopback, port: 21259 },
  containerdMetrics: { host: loopback, port: 21338 },
  kubelet: { host: nodeAddress, port: 21250 },
  kubeletHealth: { host: loopback, port: 21248 },
  kubeProxyHealth: { host: loopback, port: 21256 },
  kubeProxyMetrics: { host: loopback, port: 21249 },
  contourXds: { host: loopback, port: 21001 },
  contourHealth: { host: loopback, port: 21002 },
  contourMetrics: { host: loopback, port: 21003 },
  contourDebug: { host: loopback, port: 21004 },
  envoyHttp: { host: '127.0.0.80', port: 8080 },
  envoyStats: { host: loopback, port: 21082 },
  registry: { host: loopback, port: 21500 },
  prometheus: { host: loopback, port: 21090 },
} as const satisfies Record<string, Endpoint>;

/** Writes an endpoint as `host:port`. */
export function hostPort({ host, port }: Endpoint): string {
  return `${host}:${port}`;
}
