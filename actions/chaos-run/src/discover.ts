import type { ActionResult } from '@kube-delivery/shared/action/action';
import { InputError } from '@kube-delivery/shared/action/errors';
import { blocks, heading, text } from '@kube-delivery/shared/report/markdown';
import type { ChaosSession } from './chaos-session.ts';
import { checkExperiments } from './check-experiments.ts';
import { discoverTargets } from './discover-targets.ts';
import { functionWorlds } from './function-worlds.ts';
import { Ledger, targetJson } from './ledger.ts';
import { loadValues } from './load-values.ts';
import { capsOf, reachOf } from './preflight.ts';
import { describeTargets } from './report/target-table.ts';
import { noUndo } from './undo/no-undo.ts';
import type { Verdict } from './verdict.ts';

/**
 * Shows what each action of the experiments could hit, and why not the rest; nothing is done. `no-effect`
 * where nothing may be hit. Throws an InputError for namespaces that must not be touched.
 */
export async function discover(session: ChaosSession): Promise<ActionResult<Verdict>> {
  const { cluster, context, inputs } = session;
  const ledger = new Ledger();
  const problems: string[] = [];
  checkExperiments(session);
  for (const experiment of inputs.experiments) {
    const { scope } = await loadValues(experiment, session);
    const reach = reachOf(experiment, scope, inputs.caps);
    if (reach.problems.length > 0) throw new InputError(reach.problems);
    const worldOf = functionWorlds({
      session,
      caps: capsOf(reach, inputs.caps),
      cluster,
      ledger,
      undo: noUndo,
    });
    problems.push(...(await discoverTargets(experiment, scope, worldOf, context.signal)));
  }
  const { targets } = ledger;
  const found = targets.filter((target) => target.in);
  return {
    ...(found.length > 0 ? { verdict: 'passed', reason: '' } : nothingIn(ledger, problems)),
    outputs: { targets: targets.map(targetJson) },
    report: { targets: targets.map(targetJson), problems },
    summary: blocks(
      heading(4, text(`${found.length} of ${targets.length} objects may be hit`)),
      describeTargets(targets, { isPlan: true }),
      ...problems.map(text),
    ),
  };
}

function nothingIn(
  { targets }: Ledger,
  problems: readonly string[],
): Pick<ActionResult<Verdict>, 'verdict' | 'reason' | 'hint'> {
  const reasons = targets.map(({ kind, name, reason }) => `${kind} ${name} ${reason}`);
  const why = [...reasons, ...problems].join('; ');
  return {
    verdict: 'no-effect',
    reason: `nothing may be hit: ${why === '' ? 'no action names an object that is there' : why}`,
    hint: 'Opt in what may be hit, with the label kube-delivery.dev/chaos=enabled, or mend the selectors',
  };
}
