import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { messageOf } from '@kube-delivery/shared/action/errors';
import { ActivityCrashedError } from '../activity-failed.ts';
import type { CommandLine } from './command-line.ts';
import type { ProviderWorld } from './provider-world.ts';

const largestOutput = 32 * 1024 * 1024;
// The way back has 6 s in all after an interruption, and waits for this.
const graceMilliseconds = 500;

/** How a program ended. */
export type ProgramEnd =
  | {
      readonly kind: 'ended';
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      readonly stdout: Buffer;
      readonly stderr: Buffer;
    }
  | { readonly kind: 'timed out' | 'too much' };

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Runs a program in a process group of its own until it has ended and its output is closed. When its
 * time (in milliseconds) is up, the whole group is killed; when the signal aborts, it is asked to end,
 * killed half a second later, and the signal's reason is thrown. Rejects with an ActivityCrashedError
 * where it cannot be started.
 */
export async function startProgram(
  { program, args }: CommandLine,
  timeout: number | undefined,
  { environment, folder, clock, signal }: ProviderWorld,
): Promise<ProgramEnd> {
  let child: Child;
  try {
    child = spawn(program, args, {
      cwd: folder,
      env: { ...environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw startFailure(program, error);
  }
  const ended = new AbortController();
  let cut: 'timed out' | 'too much' | undefined;
  const cutShort = (why: 'timed out' | 'too much'): void => {
    cut ??= why;
    kill(child);
  };
  const after = (milliseconds: number, act: () => void): void => {
    clock.sleep(Math.max(0, milliseconds), ended.signal).then(act, () => undefined);
  };
  const stop = (): void => {
    signalGroup(child, 'SIGTERM');
    after(graceMilliseconds, () => {
      kill(child);
    });
  };
  const output = collect(child, () => {
    cutShort('too much');
  });
  if (timeout !== undefined) {
    after(timeout, () => {
      cutShort('timed out');
    });
  }
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const { code, signal: endedBy } = await endOf(child, program);
    signal.throwIfAborted();
    return cut === undefined
      ? { kind: 'ended', code, signal: endedBy, ...output() }
      : { kind: cut };
  } finally {
    signal.removeEventListener('abort', stop);
    ended.abort();
  }
}

function collect(
  child: Child,
  onTooMuch: () => void,
): () => { readonly stdout: Buffer; readonly stderr: Buffer } {
  const pieces = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let size = 0;
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > largestOutput) onTooMuch();
      else pieces[name].push(piece);
    });
  }
  return () => ({ stdout: Buffer.concat(pieces.stdout), stderr: Buffer.concat(pieces.stderr) });
}

function endOf(
  child: Child,
  program: string,
): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      reject(startFailure(program, error));
    });
    child.on('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
}

/** Closes the pipes too, as a process that left the group may still hold them. */
function kill(child: Child): void {
  signalGroup(child, 'SIGKILL');
  child.stdout.destroy();
  child.stderr.destroy();
}

function signalGroup(child: Child, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone.
  }
}

function startFailure(program: string, error: unknown): ActivityCrashedError {
  return new ActivityCrashedError(`${program} could not be started: ${messageOf(error)}`, {
    cause: error,
  });
}
