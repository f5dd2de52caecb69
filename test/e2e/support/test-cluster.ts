import { clusterAddresses } from '../../cluster/index.ts';
import type { ClusterAddresses } from '../../cluster/index.ts';

/**
 * The cluster that the end-to-end tests run on: the project's own, which `npm test` starts, or with
 * KUBE_DELIVERY_TEST_KUBECONFIG another one, of which only the kubeconfig is known.
 */
export function testCluster(): ClusterAddresses {
  const own = clusterAddresses();
  return { ...own, kubeconfig: process.env.KUBE_DELIVERY_TEST_KUBECONFIG ?? own.kubeconfig };
}
