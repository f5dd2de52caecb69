import path from 'node:path';
import { blocks, heading, inline, text } from '../report/markdown.ts';
import { limitSummary } from '../report/summary-limit.ts';
import type { Action, ActionResult } from './action.ts';
import { concludeFailure } from './conclusion.ts';
import type { Conclusion } from './conclusion.ts';
import type { ActionContext } from './context.ts';
import { annotationText, createLog } from './create-log.ts';
import { InputError, InterruptedError } from './errors.ts';
import type { InputProblem } from './errors.ts';
import { linesOf } from './harmless-text.ts';
import { InputReader } from './input-reader.ts';
import { readRunFacts } from './read-run-facts.ts';
import { realWorld } from './real-world.ts';
import { redactJson } from './redact-json.ts';
import { createSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';
import type { World } from './world.ts';

/**
 * Runs one action from its inputs to its exit code. In every ending `verdict`, `reason` and `report`
 * are set, the report file is written, the summary shows the verdict, and a bad verdict ends with one
 * error line and exit code 1. Wrong inputs end it before anything is touched.
 */
export async function runAction<Inputs, Verdict extends string>(
  action: Action<Inputs, Verdict>,
  world: World = realWorld(),
): Promise<void> {
  const startedAt = world.clock.now();
  const secrets = createSecrets((value) => {
    world.mask(value);
  });
  const interruption = new AbortController();
  world.onInterrupt((signal) => {
    interruption.abort(new InterruptedError(signal));
  });
  const context: ActionContext = {
    log: createLog(world, secrets),
    clock: world.clock,
    run: readRunFacts(world),
    secrets,
    signal: interruption.signal,
    environment: world.environment,
    keepForPost: (key, value) => {
      world.saveState(key, value);
    },
  };

  const { result, stack } = await conclude(action, context, world, secrets);
  if (stack !== undefined) context.log.info(stack);
  const reportFile = path.join(
    context.run.temp,
    'kube-delivery',
    `${action.name}-${world.randomName()}.json`,
  );
  writeReport(world, secrets, reportFile, action.name, startedAt, result);
  setOutputs(world, secrets, reportFile, result);
  const good = result.succeeds ?? isGood(action, result);
  await writeSummary(world, secrets, action.name, good, result);
  if (!good) world.annotate('error', annotationText(secrets.redact(lastLine(action, result))), {});
  world.exit(good ? 0 : 1);
}

async function conclude<Inputs, Verdict extends string>(
  action: Action<Inputs, Verdict>,
  context: ActionContext,
  world: World,
  secrets: Secrets,
): Promise<Conclusion<Verdict>> {
  try {
    const reader = new InputReader((name) => world.environment[inputVariable(name)]);
    const inputs = action.readInputs(reader, context);
    reader.finish();
    return { result: await action.run(inputs, context) };
  } catch (thrown) {
    const conclusion = concludeFailure(action, thrown, context.signal);
    if (thrown instanceof InputError && conclusion.result.verdict === 'invalid') {
      for (const problem of thrown.problems) annotateProblem(world, secrets, problem);
    }
    return conclusion;
  }
}

/** The environment variable in which the runner passes an input. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

function annotateProblem(world: World, secrets: Secrets, problem: InputProblem): void {
  const { file, line } = problem;
  world.annotate(
    'error',
    annotationText(secrets.redact(`input ${problem.input}: ${problem.message}`)),
    { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) },
  );
}

function isGood<Verdict extends string>(
  action: Pick<Action<never, Verdict>, 'verdicts'>,
  result: ActionResult<Verdict>,
): boolean {
  return action.verdicts.good.some((good) => good === result.verdict);
}

function lastLine<Verdict extends string>(
  action: Pick<Action<never, Verdict>, 'name'>,
  result: ActionResult<Verdict>,
): string {
  const reason = linesOf(result.reason).join(' ').replace(/\.$/, '');
  const hint = result.hint === undefined ? '' : ` ${result.hint.replace(/\.$/, '')}.`;
  return `${action.name}: ${result.verdict}: ${reason}.${hint}`;
}

function writeReport<Verdict extends string>(
  world: World,
  secrets: Secrets,
  file: string,
  action: string,
  startedAt: Date,
  result: ActionResult<Verdict>,
): void {
  const report = redactJson(
    {
      schemaVersion: 1,
      action,
      verdict: result.verdict,
      reason: result.reason,
      startedAt: startedAt.toISOString(),
      finishedAt: world.clock.now().toISOString(),
      ...result.report,
    },
    secrets,
  );
  world.writeText(file, `${JSON.stringify(report, undefined, 2)}\n`);
}

function setOutputs<Verdict extends string>(
  world: World,
  secrets: Secrets,
  report: string,
  result: ActionResult<Verdict>,
): void {
  world.setOutput('verdict', result.verdict);
  world.setOutput('reason', secrets.redact(result.reason));
  world.setOutput('report', report);
  for (const [name, value] of Object.entries(result.outputs)) {
    const shown = redactJson(value, secrets);
    world.setOutput(name, typeof shown === 'string' ? shown : JSON.stringify(shown));
  }
}

async function writeSummary<Verdict extends string>(
  world: World,
  secrets: Secrets,
  action: string,
  good: boolean,
  result: ActionResult<Verdict>,
): Promise<void> {
  const title = text(`${good ? '✅' : '❌'} ${action}: ${result.verdict}`);
  const markdown = blocks(
    heading(3, title),
    inline(text(result.reason)),
    inline(text(result.hint ?? '')),
    result.summary,
  );
  const shown = secrets.redact(secrets.redact(markdown.markdown), (value) => text(value).markdown);
  await world.appendSummary(limitSummary(shown));
}
