import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { goBackByHelm } from '@kube-delivery/shared/helm/go-back';
import type { HelmClient } from '@kube-delivery/shared/helm/helm-client';
import { locateHelm } from '@kube-delivery/shared/helm/helm-program';
import { openHelm } from '@kube-delivery/shared/helm/open-helm';
import { planChart } from '@kube-delivery/shared/helm/plan-chart';
import type { ChartPlan } from '@kube-delivery/shared/helm/plan-chart';
import { recoverPending } from '@kube-delivery/shared/helm/recover-pending';
import { objectsOf } from '@kube-delivery/shared/helm/rendered-release';
import { documentsOf } from '@kube-delivery/shared/helm/same-release';
import type { HelmRevision } from '@kube-delivery/shared/helm/helm-revision';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import { chooseHelmRevision } from './choose-helm-revision.ts';
import { emptyPlan } from './ending.ts';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';

/** How many revisions Helm is told to keep: more than deploy does by default, so that none is lost. */
export const helmKeeps = 200;

/** Runs `work` with Helm set up for the release, and removes what Helm needed in every ending. */
export async function withHelm(
  { cluster, context, release }: ReleaseWork,
  { connection, helm: inputs }: Inputs,
  work: (helm: HelmClient) => Promise<Ending>,
): Promise<Ending> {
  const program = await locateHelm(inputs, context);
  const helm = openHelm({ program, release, cluster, connection, context });
  try {
    return await work(helm);
  } finally {
    await helm.close();
  }
}

/**
 * Helm's revisions, after what a killed Helm left half done was ended; with `dryRun` as they are.
 * `pending` are the records of runs that were lost.
 */
export function recoveredRevisions(
  work: ReleaseWork,
  helm: HelmClient,
  { dryRun, lockTimeout }: Pick<Inputs, 'dryRun' | 'lockTimeout'>,
  pending: readonly ReleaseRecord[] = [],
): Promise<readonly HelmRevision[]> {
  if (dryRun) return helm.history(work.signal);
  const write = { timeout: work.watching.timeout, historyLimit: helmKeeps };
  return recoverPending(work, helm, { pending }, { waitFor: lockTimeout, write });
}

/** What going back to a revision of Helm's would change; `newest` is the one that it goes back from. */
export function planHelmRevision(
  { cluster, release, signal }: ReleaseWork,
  target: HelmRevision,
  newest: HelmRevision | undefined,
): Promise<ChartPlan> {
  const { appliedBy } = target;
  const previous = newest === undefined ? [] : objectsIn(newest);
  const options = { release, appliedBy, force: true, previous };
  return planChart(cluster, objectsIn(target), options, signal);
}

function objectsIn(revision: HelmRevision): readonly KubeObject[] {
  return objectsOf({ documents: documentsOf(revision) ?? [] });
}

/** Takes a Helm release that deploy did not make back to an earlier revision of Helm's own history. */
export function rollBackHelmRelease(work: ReleaseWork, inputs: Inputs): Promise<Ending> {
  return withHelm(work, inputs, async (helm) => {
    const revisions = await recoveredRevisions(work, helm, inputs);
    const choice = chooseHelmRevision(revisions, inputs.to);
    if (choice.kind === 'nothing') {
      const reason = `Helm release ${work.release}: ${choice.reason}`;
      return { verdict: 'nothing-to-roll-back-to', reason, plan: emptyPlan };
    }
    if (choice.kind === 'unchanged') {
      const { reason, revision } = choice;
      const verdict = inputs.dryRun ? 'planned' : 'unchanged';
      return { verdict, reason, plan: emptyPlan, from: revision, to: revision };
    }
    const { from, target } = choice;
    const { deleted, plan } = await planHelmRevision(work, target, revisions.at(-1));
    const told = { plan, from, to: target.revision, deleted: deleted.length };
    if (inputs.dryRun) return { ...told, verdict: 'planned', reason: '' };
    const failure = await goBackByHelm(work, helm, target, helmKeeps);
    if (failure === undefined) return { ...told, verdict: 'rolled-back', reason: '' };
    return { ...told, ...failure, verdict: 'failed' };
  });
}
