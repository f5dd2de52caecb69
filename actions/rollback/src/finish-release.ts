import { finishScaleDown } from '@kube-delivery/shared/release/blue-green/scale-down';
import type { ScaleDown } from '@kube-delivery/shared/release/blue-green/scale-down';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import { emptyPlan } from './ending.ts';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';

/**
 * Ends what a blue-green release left for later: scales down the colour that no longer serves, once its
 * time has passed. Nothing is taken back, so the verdict is `unchanged`, and the reason says what was
 * done; `failed` where requests still go to that colour.
 */
export async function finishRelease(
  work: ReleaseWork,
  { dryRun }: Pick<Inputs, 'dryRun'>,
): Promise<Ending> {
  const facts = factsOf(await work.history.list(work.signal));
  const revision = facts.running?.revision;
  const told = { plan: emptyPlan, from: revision, to: revision };
  if (dryRun) {
    const until = facts.lastGood?.blueGreen?.scaleDownAt;
    const reason = until === undefined ? nothing : `the old colour is scaled down after ${until}`;
    return { ...told, verdict: 'planned', reason };
  }
  return { ...told, ...endOf(await finishScaleDown(work, facts)) };
}

const nothing = 'no colour is left to scale down';

function endOf(end: ScaleDown): Pick<Ending, 'verdict' | 'reason'> {
  switch (end.kind) {
    case 'nothing':
      return { verdict: 'unchanged', reason: nothing };
    case 'kept':
      return {
        verdict: 'unchanged',
        reason: `Deployment ${end.workload} is kept until ${end.until.toISOString()}`,
      };
    case 'scaled-down':
      return { verdict: 'unchanged', reason: `Deployment ${end.workload} was scaled down` };
    case 'serving':
      return {
        verdict: 'failed',
        reason: `Deployment ${end.workload} was not scaled down, as Service ${end.service} leads to it`,
      };
  }
}
