import { kubeconfigFile } from './credentials.ts';
import { endpoints, hostPort } from './ports.ts';

/** Where a running cluster is reached. */
export interface ClusterAddresses {
  /** The administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** A kubeconfig of a user who may do nothing, for tests of what is then said. */
  readonly forbiddenKubeconfig: string;
  /** The Gateway: requests reach HTTPRoutes by their Host header. */
  readonly envoyUrl: string;
  /** Envoy's own statistics in Prometheus' format. */
  readonly envoyStatsUrl: string;
  readonly prometheusUrl: string;
  /** `host:port` of the image registry, which speaks plain http. */
  readonly registry: string;
}

/** The addresses of the cluster, which are the same each time; it need not be up. */
export function clusterAddresses(): ClusterAddresses {
  return {
    kubeconfig: kubeconfigFile('admin'),
    forbiddenKubeconfig: kubeconfigFile('nobody-in-particular'),
    envoyUrl: `http://${hostPort(endpoints.envoyHttp)}`,
    envoyStatsUrl: `http://${hostPort(endpoints.envoyStats)}/stats/prometheus`,
    prometheusUrl: `http://${hostPort(endpoints.prometheus)}`,
    registry: hostPort(endpoints.registry),
  };
}
