import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { FunctionWorld } from '../functions/native-function.ts';
import { createObject } from './create-object.ts';
import { deleteObject, isOfFault, missing } from './delete-object.ts';
import { admitPolicy, consentingPods, notePolicyPods } from './policy-pods.ts';

/** Creates a NetworkPolicy and gives it; the pods that it selects are the targets. */
export async function createPolicy(
  world: FunctionWorld,
  act: string,
  policy: KubeObject,
): Promise<KubeObject> {
  await admitPolicy(world, act, policy);
  const created = await createObject(world, act, policy);
  const { name } = policy.metadata;
  const reason = `${world.dryRun ? 'would come' : 'came'} under NetworkPolicy ${name}`;
  await notePolicyPods(world, act, policy, reason);
  return created;
}

/**
 * Deletes a NetworkPolicy. Unless a fault created it, the pods that it selects must be opted in; caps are
 * not applied, as what comes back was the owners' own.
 */
export async function removePolicy(
  world: FunctionWorld,
  act: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<void> {
  const reference = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name };
  const live = await world.cluster.read(reference, world.signal);
  if (live === undefined) throw missing(describeReference(reference));
  if (!isOfFault(live)) await consentingPods(world, act, live);
  await deleteObject(world, act, live);
}
