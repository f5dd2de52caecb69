import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Case } from './case.ts';
import type { Original } from './original.ts';
import { endingOf, readOutcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { signalWhenReady } from './signal-when-ready.ts';
import type { PreparedCase } from './workspace.ts';

/** What Chaos Toolkit made of a case. */
export interface OriginalRun {
  readonly outcome: Outcome;
  readonly ending: ReturnType<typeof endingOf>;
}

/** Runs a case with Chaos Toolkit. */
export async function runOriginal(
  original: Original,
  given: Case,
  { workspace, file }: PreparedCase,
): Promise<OriginalRun> {
  const home = path.join(workspace, '..');
  const output = path.join(home, 'original.txt');
  const running = original.run({
    folder: workspace,
    output,
    environment: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      LC_ALL: 'C.UTF-8',
      ...given.environment,
    },
    arguments: ['--no-version-check', '--no-log-file', 'run', ...flags(given), file],
  });
  await signalWhenReady(() => running.pid, given, workspace);
  const code = await running.exitCode;
  // The command line was wrong; a step of a workflow has no number for that.
  const outcome = readOutcome(workspace, code === 2 ? 1 : code, given.anyOrder === true);
  return { outcome, ending: endingOf(outcome, readFileSync(output, 'utf8')) };
}

function flags(given: Case): readonly string[] {
  const { dry, hypothesisStrategy, rollbackStrategy, frequency } = given;
  return [
    ...(given.variables ?? []).flatMap((line) => ['--var', line]),
    ...(given.variableFiles ?? []).flatMap((file) => ['--var-file', file]),
    ...(dry === undefined ? [] : ['--dry', dry]),
    ...(hypothesisStrategy === undefined ? [] : ['--hypothesis-strategy', hypothesisStrategy]),
    ...(rollbackStrategy === undefined ? [] : ['--rollback-strategy', rollbackStrategy]),
    ...(frequency === undefined ? [] : ['--hypothesis-frequency', String(frequency)]),
    ...(given.failFast === true ? ['--fail-fast'] : []),
  ];
}
