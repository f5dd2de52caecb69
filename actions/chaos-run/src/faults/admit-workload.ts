import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { NothingHitError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { noteTarget } from './note-target.ts';

type World = Pick<FunctionWorld, 'cluster' | 'blastRadius' | 'ledger' | 'clock' | 'signal'>;

/**
 * The workload, which may be hit as a whole. Rejects with an ActivityFailedError where it does not exist
 * or may not be hit, which is noted with the reason.
 */
export async function admitWorkload(
  world: World,
  act: string,
  reference: ObjectReference,
): Promise<KubeObject> {
  const { object, ...found } = await judgeWorkload(world, reference);
  if (found.in) return object;
  noteTarget(world, act, object, found);
  throw new NothingHitError(`${describeReference(reference)} may not be hit: it ${found.reason}`);
}

/** Notes whether the workload may be hit. */
export async function discoverWorkload(
  world: World,
  act: string,
  reference: ObjectReference,
): Promise<void> {
  const { object, ...found } = await judgeWorkload(world, reference);
  noteTarget(world, act, object, found);
}

async function judgeWorkload(
  { cluster, blastRadius, signal }: World,
  reference: ObjectReference,
): Promise<{ readonly object: KubeObject; readonly in: boolean; readonly reason: string }> {
  const object = await cluster.read(reference, signal);
  if (object === undefined) {
    throw new NothingHitError(`${describeReference(reference)} does not exist`);
  }
  const [judged] = await blastRadius.judge([object], signal);
  return judged ?? { object, in: true, reason: '' };
}
