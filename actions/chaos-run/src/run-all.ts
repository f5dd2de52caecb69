import path from 'node:path';
import type { ActionResult } from '@kube-delivery/shared/action/action';
import { writeOutputFile } from '@kube-delivery/shared/files/output-file';
import { blocks, empty, text } from '@kube-delivery/shared/report/markdown';
import type { ChaosSession } from './chaos-session.ts';
import { checkExperiments } from './check-experiments.ts';
import { endsTheRow, gravest } from './gravest.ts';
import { shortFormFile } from './inputs/fault-inputs.ts';
import { targetJson } from './ledger.ts';
import { journalNames, journalOf } from './open-journal.ts';
import { annotateFailures } from './report/annotations.ts';
import { junitOf } from './report/junit.ts';
import type { Played } from './report/played.ts';
import { reportOf } from './report/report.ts';
import { summarize } from './report/summary.ts';
import { describeUnjudged, unjudgedReport } from './report/unjudged.ts';
import type { Unjudged } from './report/unjudged.ts';
import { describeFailure, rowEnding } from './row-ending.ts';
import { rowFailureOf } from './row-failure.ts';
import type { RowFailure } from './row-failure.ts';
import { runOne } from './run-one.ts';
import type { Verdict } from './verdict.ts';

/**
 * Runs the experiments one after the other, once nothing that is known stands against any of them; one after
 * which the cluster may not be as before ends the row. The verdict is the gravest of them.
 */
export async function runAll(session: ChaosSession): Promise<ActionResult<Verdict>> {
  const { context, inputs } = session;
  checkExperiments(session);
  const names = journalNames(inputs.experiments.map(({ file }) => file));
  const all: Played[] = [];
  let failure: RowFailure | undefined;
  for (const [index, experiment] of inputs.experiments.entries()) {
    try {
      const played = await runOne(experiment, journalOf(inputs.journal, names[index]), session);
      all.push(played);
      if (endsTheRow(played.judgement.verdict)) break;
    } catch (thrown) {
      if (all.length === 0) throw thrown;
      // What was already done is to be told all the same.
      failure = rowFailureOf(thrown, experiment.file, context);
      break;
    }
  }
  annotateFailures(
    { all, problems: failure?.problems ?? [], isShortForm: (file) => file === shortFormFile },
    context.log,
  );
  if (inputs.junit !== undefined) {
    const xml = junitOf(all, (shown) => context.secrets.redact(shown));
    writeOutputFile(path.resolve(context.run.workspace, inputs.junit), xml);
  }
  return resultOf(all, failure, session);
}

function resultOf(
  all: readonly Played[],
  failure: RowFailure | undefined,
  { inputs }: ChaosSession,
): ActionResult<Verdict> {
  const { judgement, result } = gravest(all);
  const ending = rowEnding(all, failure);
  const recovery = all.map((each) => each.result.recovery).filter((each) => each !== undefined);
  const seconds = recovery.map((each) => (each.recovered ? each.seconds : Number.NaN));
  const slowest = Math.max(...seconds);
  const left = unjudged(all, failure, inputs.experiments);
  return {
    ...ending,
    outputs: {
      status: result.journal.status ?? '',
      deviated: String(all.some((each) => each.result.journal.deviated)),
      targets: all.flatMap((each) => each.targets.map(targetJson)),
      'recovery-seconds': Number.isFinite(slowest) ? slowest : '',
      journal: all.map(({ journal }) => journal).join('\n'),
      junit: inputs.junit ?? '',
    },
    report: { ...reportOf(all), unjudged: left.map(unjudgedReport) },
    summary: blocks(
      ending.reason === '' ? text(judgement.reason) : empty(),
      summarize(all),
      describeUnjudged(left),
    ),
  };
}

/** The experiments behind the last that was judged. */
function unjudged(
  all: readonly Played[],
  failure: RowFailure | undefined,
  experiments: ChaosSession['inputs']['experiments'],
): readonly Unjudged[] {
  const [first, ...others] = experiments.slice(all.length);
  if (first === undefined) return [];
  const ender = failure?.file ?? all.at(-1)?.experiment.file ?? '';
  const rest = `did not begin: ${ender} ended the row`;
  return [
    { ...first, outcome: failure === undefined ? rest : describeFailure(failure) },
    ...others.map((experiment) => ({ ...experiment, outcome: rest })),
  ];
}
