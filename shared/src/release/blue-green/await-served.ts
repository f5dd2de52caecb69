import type { KubeObject, ObjectReference } from '../../cluster/kube-object.ts';
import { labelSelectorText } from '../../cluster/label-selector.ts';
import { endpointSlicesOf, readyEndpoints } from '../../cluster/ready-endpoints.ts';
import type { Endpoint } from '../../cluster/ready-endpoints.ts';
import type { ReleaseWork } from '../release-work.ts';
import type { Labels } from '../twin/service-selector.ts';

/**
 * Waits until a Service is seen to send its requests to pods with these labels and to no others: a
 * selector that was written says only what will be. Gives the pods' addresses.
 */
export async function awaitServed(
  { cluster, context, signal }: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  service: ObjectReference,
  selector: Labels,
): Promise<readonly Endpoint[]> {
  const { name, namespace } = service;
  const pods = {
    apiVersion: 'v1',
    kind: 'Pod',
    labelSelector: labelSelectorText({ matchLabels: selector }),
    ...(namespace === undefined ? {} : { namespace }),
  };
  for await (const slices of cluster.observe(endpointSlicesOf(name, namespace), signal)) {
    const endpoints = readyEndpoints(slices);
    if (endpoints.length > 0 && leadTo(endpoints, await cluster.list(pods, signal))) {
      return endpoints;
    }
    context.log.progress(
      `Service ${name} does not lead to the pods ${pods.labelSelector} alone yet`,
    );
  }
  throw new Error('an observation ended before its signal');
}

function leadTo(endpoints: readonly Endpoint[], pods: readonly KubeObject[]): boolean {
  const names = new Set(pods.map(({ metadata }) => metadata.name));
  return endpoints.every(({ pod }) => pod !== undefined && names.has(pod));
}
