import { describeReference, isApiError } from '@kube-delivery/shared/cluster/api-error';
import { hasPods } from '@kube-delivery/shared/cluster/diagnosis/owned-pods';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { NothingHitError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { objectReference } from './create-object.ts';
import { isOfFault } from './delete-object.ts';
import { noteTarget } from './note-target.ts';
import { consentingPods } from './policy-pods.ts';

/**
 * Lets an object that is neither a pod, a workload nor a node be changed or deleted: it or its namespace
 * must be opted in, of a NetworkPolicy all pods that it selects, unless a fault created it. Rejects with
 * an ActivityFailedError where it must not be; workloads have faults of their own, which count pods.
 */
export async function admitObject(
  world: FunctionWorld,
  act: string,
  object: KubeObject,
): Promise<void> {
  if (isOfFault(object)) return;
  if (hasPods(object.kind) || object.kind === 'Node') {
    throw new NothingHitError(
      `${act} does not touch a ${object.kind}, as nobody could tell how many pods that hits; use the functions for workloads and nodes`,
    );
  }
  if (object.kind === 'NetworkPolicy') {
    await consentingPods(world, act, object);
    return;
  }
  const [judged] = await world.blastRadius.judge([object], world.signal);
  if (judged === undefined || judged.in) return;
  noteTarget(world, act, object, judged);
  const subject = describeReference(objectReference(object));
  throw new NothingHitError(`${subject} may not be hit: it ${judged.reason}`);
}

/**
 * Lets an object be created in its namespace, which must be opted in: its own labels do not count. Nothing
 * is asked for one that lies in no namespace, as it hits nothing that was there.
 */
export async function admitCreation(
  world: FunctionWorld,
  act: string,
  { kind, metadata: { name, namespace } }: KubeObject,
): Promise<void> {
  if (namespace === undefined) return;
  const [judged] = await world.blastRadius.judge([await place(world, namespace)], world.signal);
  if (judged === undefined || judged.in) return;
  noteTarget(world, act, judged.object, judged);
  throw new NothingHitError(
    `${kind} ${name} is not created: namespace ${namespace} ${judged.reason}`,
  );
}

/** The namespace, as far as it may be read. */
async function place({ cluster, signal }: FunctionWorld, namespace: string): Promise<KubeObject> {
  const reference = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  const live = await cluster.read(reference, signal).catch((thrown: unknown) => {
    if (isApiError(thrown, 403)) return undefined;
    throw thrown;
  });
  // A minimum age is of what is hit, and that is not the namespace.
  const metadata = {
    name: namespace,
    ...live?.metadata,
    creationTimestamp: '1970-01-01T00:00:00Z',
  };
  return { apiVersion: 'v1', kind: 'Namespace', metadata };
}
