/** A backend as Contour names its cluster in Envoy: `<namespace>_<service>_<port>`. */
export interface EnvoyBackend {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

/** Requests to a backend in the window. Envoy's own 503 for want of an endpoint is among them. */
export function requestCountQuery(backend: EnvoyBackend, window: string): string {
  return `sum(increase(envoy_cluster_upstream_rq_xx{${selector(backend)}}[${window}]))`;
}

/** Requests to a backend in the window that were answered with a status from 500 on. */
export function errorCountQuery(backend: EnvoyBackend, window: string): string {
  const errors = `${selector(backend)},envoy_response_code_class="5"`;
  return `sum(increase(envoy_cluster_upstream_rq_xx{${errors}}[${window}]))`;
}

/** The latency, in milliseconds, that the share `level` (0 to 1) of a backend's answers kept. */
export function latencyQuery(backend: EnvoyBackend, level: number, window: string): string {
  const buckets = `envoy_cluster_upstream_rq_time_bucket{${selector(backend)}}`;
  return `histogram_quantile(${level}, sum by (le) (rate(${buckets}[${window}])))`;
}

function selector({ namespace, service, port }: EnvoyBackend): string {
  return `envoy_cluster_name="${namespace}_${service}_${port}"`;
}
