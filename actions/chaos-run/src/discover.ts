import type { ActionResult } from '@kube-delivery/shared/action/action';
import { InputError } from '@kube-delivery/shared/action/errors';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { blocks, empty, heading, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { ChaosSession } from './chaos-session.ts';
import { checkExperiments } from './check-experiments.ts';
import { discoverTargets } from './discover-targets.ts';
import { Ledger, targetJson } from './ledger.ts';
import { loadValues } from './load-values.ts';
import type { PlannedAct } from './planning/plan-action.ts';
import { reachOf } from './preflight.ts';
import { describeTargets } from './report/target-table.ts';
import type { Verdict } from './verdict.ts';

/**
 * Shows for each action of the experiments what it would hit, why not the rest, and why it would be
 * refused; nothing is done. `no-effect` where nothing could be hit. Throws an InputError for namespaces
 * that must not be touched.
 */
export async function discover(session: ChaosSession): Promise<ActionResult<Verdict>> {
  const { context, inputs } = session;
  const acts: PlannedAct[] = [];
  checkExperiments(session);
  for (const experiment of inputs.experiments) {
    const { scope } = await loadValues(experiment, session);
    const reach = reachOf(experiment, scope, inputs.caps);
    if (reach.problems.length > 0) throw new InputError(reach.problems);
    acts.push(...(await discoverTargets(experiment, scope, reach, session)));
  }
  const ledger = new Ledger();
  for (const target of acts.flatMap((act) => act.targets)) ledger.note(target);
  const targets = ledger.targets.map(targetJson);
  const problems = acts.map(problemOf).filter((problem) => problem !== '');
  for (const problem of problems) context.log.warning(problem);
  const found = ledger.targets.filter((target) => target.in);
  return {
    ...(found.length > 0 ? { verdict: 'passed', reason: '' } : nothingIn(ledger, problems)),
    outputs: { targets },
    report: { targets, problems, actions: acts.map(reportOf) },
    summary: blocks(
      heading(4, text(`${found.length} of ${targets.length} objects may be hit`)),
      ...acts.map(describeAct),
    ),
  };
}

function problemOf({ activity, problem }: PlannedAct): string {
  return problem === undefined ? '' : `${activity} would fail: ${problem}`;
}

function reportOf({ activity, targets, problem }: PlannedAct): JsonObject {
  return { activity, targets: targets.map(targetJson), problem: problem ?? null };
}

function describeAct(act: PlannedAct): Markdown {
  return blocks(
    heading(5, text(act.activity)),
    describeTargets(act.targets, { isPlan: true }),
    act.problem === undefined ? empty() : text(problemOf(act)),
  );
}

function nothingIn(
  { targets }: Ledger,
  problems: readonly string[],
): Pick<ActionResult<Verdict>, 'verdict' | 'reason' | 'hint'> {
  const reasons = targets.map(({ kind, name, reason }) => `${kind} ${name} ${reason}`);
  const why = (problems.length > 0 ? problems : reasons).join('; ');
  return {
    verdict: 'no-effect',
    reason: `nothing may be hit: ${why === '' ? 'no action names an object that is there' : why}`,
    hint: 'Opt in what may be hit, with the label kube-delivery.dev/chaos=enabled, mend the selectors, or ask for what the caps allow',
  };
}
