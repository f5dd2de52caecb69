import path from 'node:path';
import type { ActionContext } from '../action/context.ts';
import { messageOf } from '../action/errors.ts';
import { DeadlineError, startDeadline } from '../time/deadline.ts';
import type { ToolName } from './pinned-tools.ts';
import { runProcess } from './run-process.ts';
import { toolEnvironment } from './tool-environment.ts';
import { readOwnVersion } from './tool-version.ts';

const longestAnswerMs = 30_000;

const questions: Readonly<Record<ToolName, readonly string[]>> = {
  helm: ['version', '--template', '{{.Version}}'],
  kustomize: ['version'],
};

/** What running a program to ask for its version needs of the world. */
export interface VersionWorld {
  readonly context: Pick<ActionContext, 'clock' | 'environment' | 'secrets'>;
  readonly signal: AbortSignal;
}

/** The version that a program says it has, or why it is not the tool. */
export type OwnVersion = { readonly version: string } | { readonly problem: string };

/** Asks a program for its version, for 30 s at most. Throws only the signal's reason. */
export async function ownVersion(
  name: ToolName,
  program: string,
  { context, signal }: VersionWorld,
): Promise<OwnVersion> {
  const { clock, environment, secrets } = context;
  const question = questions[name];
  const shown = `${program} ${question[0] ?? ''}`;
  const deadline = startDeadline(clock, longestAnswerMs, shown, signal);
  try {
    const { exitCode, stderr, stdout } = await runProcess(
      {
        command: program,
        args: question,
        folder: path.dirname(program),
        environment: toolEnvironment(environment),
      },
      { clock, secrets, signal: deadline.signal },
    );
    const version = exitCode === 0 ? readOwnVersion(stdout) : undefined;
    if (version !== undefined) return { version };
    const told = secrets.redact(stdout).trim() || stderr.trim() || 'nothing';
    return { problem: `it answers ${JSON.stringify(told.slice(0, 200))} to "${shown}"` };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: error instanceof DeadlineError ? error.message : messageOf(error) };
  } finally {
    deadline.cancel();
  }
}
