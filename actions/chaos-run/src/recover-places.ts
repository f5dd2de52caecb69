import type { ActionResult } from '@kube-delivery/shared/action/action';
import { clusterOf } from './chaos-session.ts';
import type { ChaosSession } from './chaos-session.ts';
import { describeRecovery } from './report/recover-table.ts';
import { undoReport } from './report/report.ts';
import { recover } from './undo/recover.ts';
import type { Verdict } from './verdict.ts';

/**
 * Takes back what dead runs have left; a run that is alive takes back its own. `rollback-failed` where
 * something could not be taken back.
 */
export async function recoverPlaces(session: ChaosSession): Promise<ActionResult<Verdict>> {
  const { caps, lockTimeout } = session.inputs;
  const found = await recover(
    clusterOf(session),
    caps.namespaces,
    { lockTimeout },
    session.context,
  );
  const { alive, outcomes } = found;
  for (const { scope, namespace, holder } of alive) {
    const what = scope === 'cluster' ? 'What lies in no namespace' : `Namespace ${namespace}`;
    session.context.log.notice(`${what} is left to a run that is alive: ${holder}`);
  }
  const failed = outcomes.find(({ outcome }) => outcome === 'failed');
  return {
    ...(failed === undefined
      ? { verdict: 'passed', reason: '' }
      : {
          verdict: 'rollback-failed',
          reason: `could not take back "${failed.title}": ${failed.reason}`,
          hint: 'Mend what stands in the way, and run it again',
        }),
    outputs: {},
    report: {
      undo: outcomes.map(undoReport),
      alive: alive.map(({ namespace, holder }) => ({ namespace, holder })),
    },
    summary: describeRecovery(outcomes, alive),
  };
}
