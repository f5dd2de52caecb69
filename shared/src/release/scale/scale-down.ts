import { PreconditionError } from '../../action/errors.ts';
import { mapConcurrently } from '../../async/map-concurrently.ts';
import { describeReference } from '../../cluster/api-error.ts';
import type { Cluster, JsonPatchOperation, ObjectQuery } from '../../cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../../cluster/kube-object.ts';
import { labelSelectorText } from '../../cluster/label-selector.ts';
import { isObserved } from '../../cluster/readiness/conditions.ts';
import { numberAt, objectAt } from '../../json/json.ts';
import type { Deadline } from '../../time/deadline.ts';
import { mostAtOnce } from '../plan-release.ts';
import type { ReleaseWork } from '../release-work.ts';
import { podsAtWork } from './pods-at-work.ts';
import { replicasOf } from './scaled-workload.ts';

const toZero: readonly JsonPatchOperation[] = [{ op: 'add', path: '/spec/replicas', value: 0 }];
const mostNamed = 5;

/**
 * Asks by dry run whether the workloads may be taken down and their pods be seen, so that a right that
 * is missing is told before anything is down: an ApiError that names it.
 */
export async function rehearseScaleDown(
  { cluster, signal }: Pick<ReleaseWork, 'cluster' | 'signal'>,
  references: readonly ObjectReference[],
): Promise<void> {
  await mapConcurrently(references, mostAtOnce, async (reference) => {
    const live = await cluster.patch(reference, toZero, { signal, dryRun: true });
    await cluster.list(podsOf(reference, live), signal);
  });
}

/**
 * Takes workloads down to zero pods and waits until the last of those has ended. An autoscaler leaves
 * a workload at zero alone (unless its own minimum is zero). Pods that are still there at the deadline
 * are a PreconditionError that names them.
 */
export async function scaleDown(
  work: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  references: readonly ObjectReference[],
  deadline: Deadline,
): Promise<void> {
  const { cluster, context } = work;
  const { signal } = deadline;
  const down = await mapConcurrently(references, mostAtOnce, async (reference) => {
    const live = await cluster.read(reference, signal);
    if (live === undefined) return [];
    const before = replicasOf(live);
    if (before === 0) return [{ reference, live }];
    const scaled = await cluster.patch(reference, toZero, { signal });
    context.log.info(`scaled to 0: ${describeReference(reference)} (it had ${before})`);
    return [{ reference, live: scaled }];
  });
  await mapConcurrently(down.flat(), mostAtOnce, ({ reference, live }) =>
    untilGone(work, reference, live, deadline),
  );
}

async function untilGone(
  { cluster, context, signal }: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  reference: ObjectReference,
  live: KubeObject,
  deadline: Deadline,
): Promise<void> {
  const name = describeReference(reference);
  await untilSeen(cluster, reference, deadline.signal);
  let left: readonly string[] = [];
  try {
    for await (const pods of cluster.observe(podsOf(reference, live), deadline.signal)) {
      left = podsAtWork(reference, pods).map(({ metadata }) => metadata.name);
      if (left.length === 0) return;
      context.log.progress(`${name} is scaled to 0; ${left.length} of its pods still end`);
    }
  } catch (error) {
    if (!deadline.signal.aborted) throw error;
  }
  signal.throwIfAborted();
  throw new PreconditionError(
    `${name} was scaled to 0, and pods of it did not end in time: ${left.slice(0, mostNamed).join(', ')}`,
    {
      hint: 'Look at their terminationGracePeriodSeconds, their finalizers, and whether their node answers; or raise timeout',
    },
  );
}

/** Waits until the controller has seen that no pods are wanted, and makes none any more. */
async function untilSeen(
  cluster: Cluster,
  reference: ObjectReference,
  signal: AbortSignal,
): Promise<void> {
  const { apiVersion, kind, name } = reference;
  const query = { apiVersion, kind, ...placeOf(reference), fieldSelector: `metadata.name=${name}` };
  for await (const [workload] of cluster.observe(query, signal)) {
    if (workload === undefined) return;
    if (isObserved(workload) && (numberAt(workload, 'status', 'replicas') ?? 0) === 0) return;
  }
}

function podsOf(reference: ObjectReference, workload: KubeObject): ObjectQuery {
  const labelSelector = labelSelectorText(objectAt(workload, 'spec', 'selector'));
  return { apiVersion: 'v1', kind: 'Pod', ...placeOf(reference), labelSelector };
}

function placeOf({ namespace }: ObjectReference): { readonly namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}
