import { constants } from 'node:os';
import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError, ActivityFailedError } from '../activity-failed.ts';
import type { ExtraArguments } from '../engine/play.ts';
import type { ProcessProvider, Scope } from '../experiment/experiment.ts';
import { commandLine } from './command-line.ts';
import { guessText } from './guess-text.ts';
import { startProgram } from './program.ts';
import type { ProgramEnd } from './program.ts';
import { providerArguments } from './provider-arguments.ts';
import type { ProviderWorld } from './provider-world.ts';

/**
 * Runs the process of a provider in the workspace and gives its `status` (below 0 the signal that ended
 * it), `stdout` and `stderr`. A text of arguments makes it a shell's command line, as in Chaos Toolkit. When
 * the time is up or the signal aborts, the process and all that it started are ended. Rejects with
 * an ActivityFailedError when the time is up or 32 MiB are exceeded, with an ActivityCrashedError where it cannot be
 * started, and with the signal's reason.
 */
export async function runProcess(
  provider: ProcessProvider,
  scope: Scope,
  world: ProviderWorld,
  extra?: ExtraArguments,
): Promise<Json> {
  world.signal.throwIfAborted();
  const command = commandLine(provider.path, providerArguments(provider, scope, extra), world);
  const timeout = timeoutOf(provider.timeout);
  const end = await startProgram(command, timeout, world);
  switch (end.kind) {
    case 'timed out':
      throw new ActivityFailedError(
        `${provider.path} took longer than its timeout of ${String((timeout ?? 0) / 1000)} s`,
      );
    case 'too much':
      throw new ActivityFailedError(`${provider.path} wrote more than 32 MiB`);
    case 'ended':
      return {
        status: statusOf(end),
        stdout: guessText(end.stdout),
        stderr: guessText(end.stderr),
      };
  }
}

/** Milliseconds. */
function timeoutOf(timeout: Json | undefined): number | undefined {
  if (timeout === undefined || timeout === null) return undefined;
  if (typeof timeout === 'number' || typeof timeout === 'boolean') return Number(timeout) * 1000;
  throw new ActivityCrashedError(
    'the timeout of a process is a number of seconds: a variable is not put in there',
  );
}

function statusOf({ code, signal }: Extract<ProgramEnd, { kind: 'ended' }>): number {
  return signal === null ? (code ?? 0) : -constants.signals[signal];
}
