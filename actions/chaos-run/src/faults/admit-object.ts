import { describeReference, isApiError } from '@kube-delivery/shared/cluster/api-error';
import { hasPods } from '@kube-delivery/shared/cluster/diagnosis/owned-pods';
import { numberAt, valueAt } from '@kube-delivery/shared/json/json';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { NothingHitError } from '../activity-failed.ts';
import { UnjudgeableError } from '../blast-radius/unjudgeable.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { isGuardedGroup } from '../undo/step-in-place.ts';
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
  if (hasPods(object.kind) || object.kind === 'Node' || scalesPods(object)) {
    throw new NothingHitError(
      `${act} does not touch a ${object.kind}, as nobody could tell how many pods that hits; use the functions for workloads and nodes`,
    );
  }
  if (object.kind === 'NetworkPolicy' && (await consentingPods(world, act, object)).length > 0) {
    return;
  }
  const [judged] = await world.blastRadius.judge([object], world.signal);
  if (judged === undefined || judged.in) return;
  noteTarget(world, act, object, judged);
  const subject = describeReference(objectReference(object));
  throw new NothingHitError(`${subject} may not be hit: it ${judged.reason}`);
}

/** Whether an object decides how many pods there are, as a custom workload or an autoscaler does. */
function scalesPods(object: KubeObject): boolean {
  return (
    numberAt(object, 'spec', 'replicas') !== undefined ||
    valueAt(object, 'spec', 'scaleTargetRef') !== undefined
  );
}

/**
 * Lets an object be created in its namespace, which must be opted in: its own labels do not count. One
 * that lies in no namespace may reach everything, and nobody can be asked for all of it: it is refused, as
 * are kinds that decide who may do what, unless no opt-in is required.
 */
export async function admitCreation(
  world: FunctionWorld,
  act: string,
  { apiVersion, kind, metadata: { name, namespace } }: KubeObject,
): Promise<void> {
  const isGuarded = isGuardedGroup(apiVersion);
  if (namespace === undefined && (isGuarded || world.caps.optIn === 'required')) {
    const remedy = isGuarded ? 'chaos-run never creates it' : 'only opt-in: none allows it';
    throw new NothingHitError(
      `${kind} ${name} is not created: it lies in no namespace and may reach all of them; ${remedy}`,
    );
  }
  if (namespace === undefined) return;
  const [judged] = await world.blastRadius.judge([await place(world, namespace)], world.signal);
  if (judged === undefined || judged.in) return;
  noteTarget(world, act, judged.object, judged);
  throw new NothingHitError(
    `${kind} ${name} is not created: namespace ${namespace} ${judged.reason}`,
  );
}

/** The namespace. Rejects with an UnjudgeableError where it may not be read. */
async function place({ cluster, signal }: FunctionWorld, namespace: string): Promise<KubeObject> {
  const reference = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  const live = await cluster.read(reference, signal).catch((thrown: unknown) => {
    throw isApiError(thrown, 403) ? new UnjudgeableError(thrown) : thrown;
  });
  // A minimum age is of what is hit, and that is not the namespace.
  const metadata = {
    name: namespace,
    ...live?.metadata,
    creationTimestamp: '1970-01-01T00:00:00Z',
  };
  return { apiVersion: 'v1', kind: 'Namespace', metadata };
}
