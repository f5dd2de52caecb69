import { goBackByHelm } from '@kube-delivery/shared/helm/go-back';
import { helmRevisionOf } from '@kube-delivery/shared/helm/good-revision';
import { beginRevision } from '@kube-delivery/shared/release/lost-runs';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import type { Restore } from './choose-revision.ts';
import { emptyPlan } from './ending.ts';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';
import { helmKeeps, planHelmRevision, recoveredRevisions, withHelm } from './roll-back-helm.ts';
import { recordOf } from './rollback-record.ts';

/** Takes a chart that deploy made back to a revision of its history: Helm goes back, and is watched. */
export function rollBackChart(
  work: ReleaseWork,
  inputs: Inputs,
  records: readonly ReleaseRecord[],
  { from, target }: Restore,
): Promise<Ending> {
  return withHelm(work, inputs, async (helm) => {
    const { history, signal } = work;
    const facts = factsOf(records);
    const revisions = await recoveredRevisions(work, helm, inputs, facts.pending);
    const to = helmRevisionOf(target, records, revisions);
    if (to === undefined) {
      const reason = `Helm no longer keeps revision ${target.revision} of release ${work.release}`;
      return { verdict: 'nothing-to-roll-back-to', reason, plan: emptyPlan, from };
    }
    const newest = revisions.at(-1);
    const { deleted, plan } = await planHelmRevision(work, to, newest);
    const told = { plan, from, to: target.revision, deleted: deleted.length };
    if (inputs.dryRun) return { ...told, verdict: 'planned', reason: '' };
    const record: ReleaseRecord = {
      ...recordOf(work, { revision: facts.newest + 1, from, target, plan }),
      helm: { revision: (newest?.revision ?? 0) + 1, chart: to.chart },
    };
    await beginRevision(work, facts, record);
    const failure = await goBackByHelm(work, helm, to, helmKeeps);
    if (failure !== undefined) {
      const reason = `going back to revision ${target.revision} failed: ${failure.reason}`;
      await history.finish(record, { outcome: 'failed', reason }, signal);
      return { ...told, ...failure, verdict: 'failed', reason };
    }
    await history.finish(record, { outcome: 'deployed' }, signal);
    return { ...told, verdict: 'rolled-back', reason: '' };
  });
}
