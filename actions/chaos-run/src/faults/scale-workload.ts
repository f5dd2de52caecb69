import { describeReference, isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { numberAt } from '@kube-delivery/shared/json/json';
import { findScaledObjects } from '@kube-delivery/shared/release/scaled-replicas';
import { findTargetPods } from '@kube-delivery/shared/target/target-pods';
import { ActivityFailedError, NothingHitError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { admitWorkload } from './admit-workload.ts';
import { departingPods } from './departing-pods.ts';
import { noteTarget } from './note-target.ts';
import { isScaledBack } from './scaled-back.ts';

/** A workload whose replicas somebody sets. */
export interface ScalableReference extends ObjectReference {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly namespace: string;
}

/** What a scaling asks for. */
export interface ScaleAsked {
  /** The function or fault, for the ledger. */
  readonly act: string;
  readonly workload: ScalableReference;
  /** The replicas wanted, told from those it has. */
  readonly to: (before: number) => number;
}

/**
 * Sets a workload's replicas; the way back restores them if nobody else has changed them. Of fewer
 * replicas the pods that go are what the caps count. A workload that has the replicas already is left as
 * it is, without an effect. A rollback may take back what the run did to it whatever the caps say.
 * Rejects with an ActivityFailedError where it does not exist, may not be hit, a cap forbids it or it
 * was scaled by somebody else at the same moment; for a rollback also where somebody did since.
 */
export async function scaleWorkload(world: FunctionWorld, asked: ScaleAsked): Promise<void> {
  // The pods that another act of this run ends at the same moment are then counted.
  await world.turn(() => scale(world, asked));
}

async function scale(world: FunctionWorld, { act, workload, to }: ScaleAsked): Promise<void> {
  const back = await wayBack(world, workload, to);
  const found = back ?? (await admitWorkload(world, act, workload));
  const before = replicasOf(found);
  const replicas = to(before);
  const subject = `${workload.kind} ${workload.name}`;
  if (replicas === before) {
    const already = `${subject} has ${replicas} ${replicas === 1 ? 'replica' : 'replicas'} already`;
    if (world.compat === 'strict' && !world.isRollback) throw new NothingHitError(already);
    world.log.info(already);
    return;
  }
  await warnOfAutoscaler(world, found);
  let live = found;
  if (back === undefined) {
    const { chosen, population } = await pickHit(world, workload, found, before - replicas);
    await world.blastRadius.permit({ name: act, chosen, population }, world.signal);
    live = await world.blastRadius.recheck(found, world.signal);
  }
  const title = `scale ${subject} from ${before} to ${replicas}`;
  await world.undo.record(
    {
      title,
      namespace: workload.namespace,
      steps: [
        {
          kind: 'restore-field',
          object: workload,
          uid: live.metadata.uid ?? '',
          field: ['spec', 'replicas'],
          before,
          during: replicas,
        },
      ],
    },
    world.signal,
  );
  await setReplicas(world, workload, live, { before, replicas });
  const done = `${world.dryRun ? 'would be scaled' : 'scaled'} from ${before} to ${replicas}`;
  noteTarget(world, act, live, { in: true, reason: done });
  if (!world.dryRun) world.ledger.countEffect();
  world.log.info(`${subject}: ${done}`);
}

/**
 * The workload, where a rollback takes back what the run did to it, or has nothing to do; undefined for any
 * other scaling.
 */
async function wayBack(
  { cluster, isRollback, ownSteps, signal }: FunctionWorld,
  workload: ScalableReference,
  to: ScaleAsked['to'],
): Promise<KubeObject | undefined> {
  if (!isRollback) return undefined;
  const found = await cluster.read(workload, signal);
  if (found === undefined) return undefined;
  const before = replicasOf(found);
  const replicas = to(before);
  return replicas === before || isScaledBack(found, replicas, ownSteps()) ? found : undefined;
}

function replicasOf(workload: KubeObject): number {
  return numberAt(workload, 'spec', 'replicas') ?? 1;
}

/** What the caps count: the pods that go, or the workload itself where it grows. */
async function pickHit(
  { cluster, signal }: FunctionWorld,
  workload: ScalableReference,
  live: KubeObject,
  fewer: number,
): Promise<{ readonly chosen: readonly KubeObject[]; readonly population: number }> {
  const whole = { chosen: [live], population: 1 };
  if (fewer <= 0) return whole;
  const kind = workload.kind === 'Deployment' ? 'deployment' : 'statefulset';
  const target = { kind, name: workload.name } as const;
  const found = await findTargetPods(cluster, target, signal, workload.namespace);
  if ('problem' in found) throw new ActivityFailedError(found.problem);
  const pods = found.pods.map(({ object }) => object);
  const chosen = departingPods(workload.kind, pods, fewer);
  return chosen.length === 0 ? whole : { chosen, population: pods.length };
}

async function warnOfAutoscaler(world: FunctionWorld, live: KubeObject): Promise<void> {
  const { namespace, name } = live.metadata;
  if (namespace === undefined) return;
  const isScaled = await findScaledObjects(world.cluster, [], [namespace], world.signal);
  if (isScaled(live)) {
    world.log.warning(
      `a HorizontalPodAutoscaler scales ${live.kind} ${name}: it may set the replicas again at once`,
    );
  }
}

async function setReplicas(
  { cluster, dryRun, signal }: FunctionWorld,
  workload: ScalableReference,
  live: KubeObject,
  { before, replicas }: { readonly before: number; readonly replicas: number },
): Promise<void> {
  try {
    await cluster.patch(
      workload,
      [
        { op: 'test', path: '/metadata/uid', value: live.metadata.uid ?? '' },
        { op: 'test', path: '/spec/replicas', value: before },
        { op: 'replace', path: '/spec/replicas', value: replicas },
      ],
      { signal, dryRun },
    );
  } catch (error) {
    if (!isApiError(error, 422)) throw error;
    throw new ActivityFailedError(
      `${describeReference(workload)} was not scaled to ${replicas}: ${error.message}`,
      { cause: error },
    );
  }
}
