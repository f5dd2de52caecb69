import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { InterruptedError, messageOf, PreconditionError } from '../action/errors.ts';
import type { Secrets } from '../action/secrets.ts';
import type { Clock } from '../time/clock.ts';
import { CappedText } from './capped-text.ts';

const outputLimit = 32 * 1024 * 1024;
const errorLimit = 64 * 1024;
// The runner sends SIGTERM 7.5 s after SIGINT and kills 2.5 s later: a tool must be gone before.
const graceMilliseconds = 6000;

/** A program to run: no shell ever reads its arguments. */
export interface ProcessRequest {
  /** Found on the PATH of `environment`, unless it is a path. */
  readonly command: string;
  readonly args: readonly string[];
  /** The working folder, absolute. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told the id of the program's process, and undefined as soon as it has ended. */
  readonly onProcess?: (id: number | undefined) => void;
}

/** What running a program needs of the world. */
export interface ProcessWorld {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
}

/** How a program ended. */
export interface ProcessEnd {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  /** As the program wrote it, for reading, not for showing. */
  readonly stdout: string;
  /** The last 64 KiB, from the start of a line on, without secrets. */
  readonly stderr: string;
}

/**
 * Runs a program to its end, whatever its exit code. When the signal aborts, the program gets the
 * interruption that the runner sent (else SIGTERM), is waited for, is killed after 6 s, and the
 * signal's reason is thrown. Throws a PreconditionError when the program cannot be started or writes
 * more than 32 MiB.
 */
export async function runProcess(
  request: ProcessRequest,
  { clock, secrets, signal }: ProcessWorld,
): Promise<ProcessEnd> {
  signal.throwIfAborted();
  const stdout = new CappedText(outputLimit, 'start');
  const stderr = new CappedText(errorLimit, 'end');
  const child = spawn(request.command, request.args, {
    cwd: request.folder,
    env: { ...request.environment },
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  child.stdout.on('data', (piece: Buffer) => {
    stdout.add(piece);
  });
  child.stderr.on('data', (piece: Buffer) => {
    stderr.add(piece);
  });
  request.onProcess?.(child.pid);
  const ended = new AbortController();
  const stop = (): void => {
    child.kill(signal.reason instanceof InterruptedError ? signal.reason.interruption : 'SIGTERM');
    clock.sleep(graceMilliseconds, ended.signal).then(
      () => {
        kill(child);
      },
      () => undefined,
    );
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const exitCode = await endOf(child, request);
    signal.throwIfAborted();
    if (stdout.isCut) {
      throw new PreconditionError(`${request.command} wrote more than 32 MiB of output`);
    }
    return { exitCode, stdout: stdout.text, stderr: secrets.redact(stderr.text) };
  } finally {
    signal.removeEventListener('abort', stop);
    ended.abort();
    request.onProcess?.(undefined);
  }
}

function endOf(child: ChildProcess, request: ProcessRequest): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      reject(startFailure(request, error));
    });
    child.on('close', (code) => {
      resolve(code ?? undefined);
    });
  });
}

/** Closes the pipes too, as a grandchild that still holds them would keep `close` away. */
function kill(child: ChildProcess): void {
  child.kill('SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function startFailure(request: ProcessRequest, error: NodeJS.ErrnoException): PreconditionError {
  const what = `${request.command} could not be started`;
  if (error.code !== 'ENOENT') {
    return new PreconditionError(`${what}: ${messageOf(error)}`, { cause: error });
  }
  // Node reports a missing working folder as if the program were missing.
  if (!existsSync(request.folder)) {
    return new PreconditionError(`${what}: the folder ${request.folder} does not exist`, {
      cause: error,
    });
  }
  return new PreconditionError(`${what}: there is no such program on the PATH`, {
    hint: `Install ${request.command} on the runner`,
    cause: error,
  });
}
