import path from 'node:path';
import type { ActionResult } from '@kube-delivery/shared/action/action';
import { concludeFailure } from '@kube-delivery/shared/action/conclusion';
import { writeOutputFile } from '@kube-delivery/shared/files/output-file';
import { blocks, empty, text } from '@kube-delivery/shared/report/markdown';
import type { ChaosSession } from './chaos-session.ts';
import { shortFormFile } from './inputs/fault-inputs.ts';
import { targetJson } from './ledger.ts';
import { journalNames, journalOf } from './open-journal.ts';
import { annotateFailures } from './report/annotations.ts';
import { junitOf } from './report/junit.ts';
import type { Played } from './report/played.ts';
import { reportOf } from './report/report.ts';
import { summarize } from './report/summary.ts';
import { runOne } from './run-one.ts';
import { verdicts } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import { endsTheRow, gravest } from './gravest.ts';

/**
 * Runs the experiments one after the other; one after which the cluster may not be as before ends the
 * row. The verdict is the gravest of them.
 */
export async function runAll(session: ChaosSession): Promise<ActionResult<Verdict>> {
  const { context, inputs } = session;
  const names = journalNames(inputs.experiments.map(({ file }) => file));
  const all: Played[] = [];
  let failure: Failure | undefined;
  for (const [index, experiment] of inputs.experiments.entries()) {
    try {
      const played = await runOne(experiment, journalOf(inputs.journal, names[index]), session);
      all.push(played);
      if (endsTheRow(played.judgement.verdict)) break;
    } catch (thrown) {
      if (all.length === 0) throw thrown;
      // What was already done is to be told all the same.
      failure = failureOf(thrown, session.context.signal);
      break;
    }
  }
  annotateFailures(all, (file) => file === shortFormFile, context.log);
  if (inputs.junit !== undefined) {
    const xml = junitOf(all, (shown) => context.secrets.redact(shown));
    writeOutputFile(path.resolve(context.run.workspace, inputs.junit), xml);
  }
  const result = resultOf(all, session);
  return failure === undefined ? result : { ...result, ...failure, succeeds: false };
}

type Failure = Pick<ActionResult<Verdict>, 'verdict' | 'reason' | 'hint'>;

/** What an error ends the row with; a fault of the program itself is thrown on. */
function failureOf(thrown: unknown, signal: AbortSignal): Failure {
  const action = { verdicts, unmetPrecondition: 'no-effect' } as const;
  const { result, stack } = concludeFailure(action, thrown, signal);
  if (stack !== undefined) throw thrown;
  const { verdict, reason, hint } = result;
  return { verdict, reason, ...(hint === undefined ? {} : { hint }) };
}

function resultOf(all: readonly Played[], { inputs }: ChaosSession): ActionResult<Verdict> {
  const worst = gravest(all);
  const { judgement, result } = worst;
  const isGood = judgement.verdict === 'passed' || judgement.verdict === 'planned';
  const recovery = all.map((each) => each.result.recovery).filter((each) => each !== undefined);
  const seconds = recovery.map((each) => (each.recovered ? each.seconds : Number.NaN));
  const slowest = Math.max(...seconds);
  const skipped = inputs.experiments.length - all.length;
  return {
    verdict: judgement.verdict,
    reason: isGood ? '' : judgement.reason,
    ...(judgement.hint === undefined ? {} : { hint: judgement.hint }),
    succeeds: all.every((played) => played.judgement.succeeds),
    outputs: {
      status: result.journal.status ?? '',
      deviated: String(all.some((each) => each.result.journal.deviated)),
      targets: all.flatMap((each) => each.targets.map(targetJson)),
      'recovery-seconds': Number.isFinite(slowest) ? slowest : '',
      journal: all.map(({ journal }) => journal).join('\n'),
      junit: inputs.junit ?? '',
    },
    report: { ...reportOf(all), skipped },
    summary: blocks(
      isGood ? text(judgement.reason) : empty(),
      summarize(all),
      skipped === 0 ? empty() : text(`${skipped} more experiments were not begun.`),
    ),
  };
}
