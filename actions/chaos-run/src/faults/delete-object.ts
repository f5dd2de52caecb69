import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { NothingHitError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { asBefore } from '../undo/as-before.ts';
import { asNew } from '../undo/create-deleted.ts';
import { faultMark } from '../undo/fault-record.ts';
import { objectReference } from './create-object.ts';
import { noteTarget } from './note-target.ts';

/** Whether a fault of this suite created the object. */
export function isOfFault({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[faultMark] !== undefined;
}

/**
 * Deletes exactly this object. How to create it anew, as it was before this run, is recorded first,
 * unless a fault created it. Rejects with an ActivityFailedError where it is gone.
 */
export async function deleteObject(
  world: FunctionWorld,
  act: string,
  object: KubeObject,
): Promise<void> {
  const { cluster, dryRun, ledger, log, signal, undo } = world;
  const reference = objectReference(object);
  const { uid } = object.metadata;
  if (!isOfFault(object)) {
    const before = asBefore(object, world.ownSteps());
    await undo.record(
      {
        title: `delete ${object.kind} ${object.metadata.name}`,
        namespace: reference.namespace,
        steps: [{ kind: 'create-object', object: withUid(asNew(before), uid) }],
      },
      signal,
    );
  }
  const options = { signal, dryRun, ...(uid === undefined ? {} : { uid }) };
  if (!(await cluster.delete(reference, options))) throw missing(describeReference(reference));
  const reason = dryRun ? 'would be deleted' : 'deleted';
  noteTarget(world, act, object, { in: true, reason });
  if (!dryRun) ledger.countEffect();
  log.info(`${object.kind} ${object.metadata.name}: ${reason}`);
}

/** By its uid the way back tells whether the object was deleted at all. */
function withUid(object: KubeObject, uid: string | undefined): KubeObject {
  return uid === undefined ? object : { ...object, metadata: { ...object.metadata, uid } };
}

/** That there is no such object. */
export function missing(subject: string): NothingHitError {
  return new NothingHitError(`${subject} does not exist`);
}
