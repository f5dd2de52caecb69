import path from 'node:path';
import { startBundle } from '../support/run-bundle.ts';
import type { Case } from './case.ts';
import { readOutcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { signalWhenReady } from './signal-when-ready.ts';
import type { PreparedCase } from './workspace.ts';

/** What chaos-run made of a case. */
export interface OurRun {
  readonly outcome: Outcome;
  readonly printed: string;
}

/** Runs a case with the built bundle of chaos-run; `compiled` is a folder that keeps its code compiled. */
export async function runOurs(
  given: Case,
  { workspace, file }: PreparedCase,
  compiled: string,
): Promise<OurRun> {
  const running = startBundle('chaos-run', {
    workspace,
    folder: path.dirname(workspace),
    environment: { LC_ALL: 'C.UTF-8', NODE_COMPILE_CACHE: compiled, ...given.environment },
    inputs: inputsOf(given, file),
  });
  const pid = (): Promise<number> => {
    const { pid: started } = running.process;
    return started === undefined
      ? Promise.reject(new Error('not started'))
      : Promise.resolve(started);
  };
  await signalWhenReady(pid, given, workspace);
  const { exitCode, stdout, stderr } = await running.finished;
  return {
    outcome: readOutcome(workspace, exitCode, given.anyOrder === true),
    printed: stdout + stderr,
  };
}

function inputsOf(given: Case, file: string): Record<string, string> {
  const { dry, hypothesisStrategy, rollbackStrategy, frequency } = given;
  return {
    experiment: file,
    compat: 'chaostoolkit',
    'allow-process': 'true',
    journal: 'journal.json',
    var: (given.variables ?? []).join('\n'),
    'var-file': (given.variableFiles ?? []).join('\n'),
    'fail-fast': String(given.failFast === true),
    ...(dry === undefined ? {} : { 'dry-run': dry }),
    ...(hypothesisStrategy === undefined ? {} : { 'hypothesis-strategy': hypothesisStrategy }),
    ...(rollbackStrategy === undefined ? {} : { 'rollback-strategy': rollbackStrategy }),
    ...(frequency === undefined ? {} : { 'hypothesis-frequency': `${frequency * 1000}ms` }),
  };
}
