import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { InterruptedError, PreconditionError } from '../action/errors.ts';

const mebibyte = 1024 * 1024;

/** How a program is run. */
export interface ProcessOptions {
  /** The folder that the program starts in. */
  readonly folder: string;
  /** The whole environment of the program; nothing is inherited beside it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the program; the reason is thrown once it is gone. */
  readonly signal: AbortSignal;
  /** Text on its standard input; none unless given. */
  readonly input?: string;
  /** Bytes kept of each output, 16 MiB unless given. */
  readonly largestOutput?: number;
  /** Milliseconds between asking an aborted program to end and killing it, 5 s unless given. */
  readonly grace?: number;
}

/** How a program ended. */
export interface ProcessEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether an output was longer than what was kept of it. */
  readonly truncated: boolean;
}

/**
 * Runs a program without a shell and waits for its end, good or bad. When `signal` aborts, the program
 * gets the signal that interrupted this process (else SIGTERM), after the grace SIGKILL. Throws a
 * PreconditionError where it cannot be started.
 */
export async function runProcess(
  program: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessEnd> {
  const { folder, environment, signal, grace = 5000 } = options;
  signal.throwIfAborted();
  const child = spawn(program, args, {
    cwd: folder,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stdout = new KeptOutput(options.largestOutput ?? 16 * mebibyte);
  const stderr = new KeptOutput(options.largestOutput ?? 16 * mebibyte);
  child.stdout.on('data', (chunk: Buffer) => {
    stdout.add(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.add(chunk);
  });
  // A program may end before it has read everything; its exit code tells whether that is wrong.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');

  let killing: NodeJS.Timeout | undefined;
  const end = (): void => {
    const reason: unknown = signal.reason;
    child.kill(reason instanceof InterruptedError ? reason.interruption : 'SIGTERM');
    killing = setTimeout(() => {
      child.kill('SIGKILL');
      // A child of its own may hold these open, and would be waited for.
      child.stdout.destroy();
      child.stderr.destroy();
    }, grace);
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    }).catch((error: unknown) => {
      throw cannotStart(program, folder, error);
    });
    signal.throwIfAborted();
    return {
      exitCode,
      stdout: stdout.text(),
      stderr: stderr.text(),
      truncated: stdout.truncated || stderr.truncated,
    };
  } finally {
    signal.removeEventListener('abort', end);
    clearTimeout(killing);
  }
}

class KeptOutput {
  truncated = false;
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    const kept = chunk.subarray(0, this.#limit - this.#size);
    this.#chunks.push(kept);
    this.#size += kept.length;
    this.truncated ||= kept.length < chunk.length;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

function cannotStart(program: string, folder: string, cause: unknown): PreconditionError {
  // The system names a missing folder and a missing program by the same code.
  if (!existsSync(folder)) {
    return new PreconditionError(`${program} could not be started: no folder ${folder}`, { cause });
  }
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  const why = missing ? 'it is not on PATH' : cause instanceof Error ? cause.message : 'no reason';
  return new PreconditionError(`${program} could not be started: ${why}`, {
    hint: `Install ${program} on the runner`,
    cause,
  });
}
