import { spawn } from 'node:child_process';

/** How a command is run. */
export interface CommandOptions {
  readonly cwd?: string;
  /** Variables on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to the command's standard input. */
  readonly input?: string;
  /** The command is killed after this long; one minute unless told. */
  readonly timeoutMs?: number;
}

const quotedLines = 25;

/** Runs a command to its end and returns its standard output; fails with its last lines. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, input, timeoutMs = 60_000 }: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: 'pipe',
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    // Not spawn's own timeout: that one goes on when the program does not exist.
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    let stdout = '';
    let both = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      both += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      both += text;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`${command} could not be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(stdout);
      else reject(new Error(failure(command, args, code, signal, both)));
    });
    // A command that ends without reading its input is judged by its exit code alone.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function failure(
  command: string,
  args: readonly string[],
  code: number | null,
  signal: NodeJS.Signals | null,
  output: string,
): string {
  const ending = code === null ? `was killed (${signal ?? 'unknown signal'})` : `exited ${code}`;
  const lines = output.trimEnd().split('\n').slice(-quotedLines);
  return [`${command} ${args.slice(0, 3).join(' ')} ${ending}:`, ...lines].join('\n  ');
}
