import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Case } from './case.ts';
import type { ChaosToolkit } from './install.ts';
import { endingOf, readOutcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { signalWhenReady } from './signal-when-ready.ts';
import type { PreparedCase } from './workspace.ts';

/** What Chaos Toolkit made of a case. */
export interface OriginalRun {
  readonly outcome: Outcome;
  readonly ending: ReturnType<typeof endingOf>;
  readonly printed: string;
}

/** Runs a case with Chaos Toolkit. */
export async function runOriginal(
  toolkit: ChaosToolkit,
  given: Case,
  { workspace, file }: PreparedCase,
): Promise<OriginalRun> {
  const child = spawn(
    toolkit.python,
    ['-m', 'chaostoolkit', '--no-version-check', '--no-log-file', 'run', ...flags(given), file],
    {
      cwd: workspace,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        // Where it would look for settings.
        HOME: path.join(workspace, '..'),
        PYTHONPATH: toolkit.folder,
        LC_ALL: 'C.UTF-8',
        ...given.environment,
      },
    },
  );
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  await signalWhenReady(child, given, workspace);
  const code = await ended;
  // The command line was wrong; a step of a workflow has no number for that.
  const outcome = readOutcome(workspace, code === 2 ? 1 : code, given.anyOrder === true);
  return { outcome, ending: endingOf(outcome, printed), printed };
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
