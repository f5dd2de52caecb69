import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { JsonPatchOperation } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { valueAt } from '@kube-delivery/shared/json/json';
import { withinTimeout } from '@kube-delivery/shared/release/attempt';
import { watchUntilReady } from '@kube-delivery/shared/release/watch-until-ready';
import { changedFields } from '@kube-delivery/shared/release/same-object';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import { chooseWorkloadRevision } from './choose-workload-revision.ts';
import { emptyPlan } from './ending.ts';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';
import type { WorkloadName } from './subject.ts';
import { workloadHistory } from './workload-revisions.ts';
import type { WorkloadRevision } from './workload-revisions.ts';

/** On a workload that was taken back: the hash of the revision that it was taken back to. */
const takenBackMark = 'kube-delivery.dev/rolled-back-to';

/**
 * Takes a workload back to an earlier pod template that Kubernetes keeps (its ReplicaSets or
 * ControllerRevisions), as for objects that deploy did not make, and watches it.
 */
export async function rollBackWorkload(
  work: ReleaseWork,
  { kind, name }: WorkloadName,
  { dryRun, to }: Pick<Inputs, 'dryRun' | 'to'>,
): Promise<Ending> {
  const { cluster, signal } = work;
  const reference = { apiVersion: 'apps/v1', kind, namespace: cluster.namespace, name };
  const workload = await cluster.read(reference, signal);
  if (workload === undefined) {
    throw new PreconditionError(`${describeReference(reference)} was not found`, {
      hint: 'Check the inputs workload and namespace',
    });
  }
  const history = await workloadHistory(cluster, workload, signal);
  const takenBackTo = workload.metadata.annotations?.[takenBackMark];
  const choice = chooseWorkloadRevision(history, to, takenBackTo);
  if (choice.kind === 'nothing') {
    const reason = `${describeReference(reference)}: ${choice.reason}`;
    return { verdict: 'nothing-to-roll-back-to', reason, plan: emptyPlan };
  }
  const operations = choice.kind === 'restore' ? planPatch(workload, choice.target) : [];
  const plan = await planOf(work, workload, operations);
  const from = choice.kind === 'restore' ? choice.from : choice.revision;
  const target = choice.kind === 'restore' ? choice.target.number : choice.revision;
  const told = { plan, from, to: target, reason: choice.kind === 'restore' ? '' : choice.reason };
  if (dryRun) return { ...told, verdict: 'planned' };
  const failure = await withinTimeout(work, async (deadline) => {
    if (operations.length > 0) {
      await cluster.patch(reference, operations, { signal: deadline.signal });
    }
    return work.watching.wait ? watchUntilReady(work, [reference], deadline) : undefined;
  });
  if (failure !== undefined) return { ...told, ...failure, verdict: 'failed' };
  return { ...told, verdict: choice.kind === 'restore' ? 'rolled-back' : 'unchanged' };
}

/** The mark goes with the template, so that no moment exists in which one does not tell of the other. */
function planPatch(
  { metadata, spec }: KubeObject,
  { hash, template }: WorkloadRevision,
): readonly JsonPatchOperation[] {
  const path = '/metadata/annotations';
  const mark: JsonPatchOperation =
    metadata.annotations === undefined
      ? { op: 'add', path, value: { [takenBackMark]: hash } }
      : { op: 'add', path: `${path}/${takenBackMark.replaceAll('/', '~1')}`, value: hash };
  return [
    { op: 'test', path: '/spec/template', value: valueAt(spec, 'template') ?? {} },
    { op: 'replace', path: '/spec/template', value: template },
    mark,
  ];
}

async function planOf(
  { cluster, signal }: ReleaseWork,
  workload: KubeObject,
  operations: readonly JsonPatchOperation[],
): Promise<ReleasePlan> {
  if (operations.length === 0) return emptyPlan;
  const { apiVersion, kind, metadata } = workload;
  const { name, namespace = cluster.namespace } = metadata;
  const reference = { apiVersion, kind, namespace, name };
  const result = await cluster.patch(reference, operations, { signal, dryRun: true });
  const fields = changedFields(workload, result);
  const object = { reference, declared: result, object: result, live: workload, fields };
  return { objects: [{ ...object, action: 'update', force: true }], refusals: [] };
}
