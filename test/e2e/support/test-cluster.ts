import { clusterAddresses } from '../../cluster/index.ts';
import type { ClusterAddresses } from '../../cluster/index.ts';

/** The variables that point the tests at a cluster of one's own. */
const variables = {
  kubeconfig: 'KUBE_DELIVERY_TEST_KUBECONFIG',
  forbiddenKubeconfig: 'KUBE_DELIVERY_TEST_FORBIDDEN_KUBECONFIG',
  envoyUrl: 'KUBE_DELIVERY_TEST_ENVOY_URL',
  envoyStatsUrl: 'KUBE_DELIVERY_TEST_ENVOY_STATS_URL',
  prometheusUrl: 'KUBE_DELIVERY_TEST_PROMETHEUS_URL',
  registry: 'KUBE_DELIVERY_TEST_REGISTRY',
} as const satisfies Record<keyof ClusterAddresses, string>;

/**
 * The cluster that the end-to-end tests run on: the project's own, which `npm test` starts, or the
 * one that these variables name.
 */
export function testCluster(): ClusterAddresses {
  const own = clusterAddresses();
  const given = Object.entries(variables).flatMap(([name, variable]) => {
    const value = process.env[variable];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...own, ...Object.fromEntries(given) };
}
