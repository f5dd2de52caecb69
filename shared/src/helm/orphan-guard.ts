import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * Reads lines: the id of a process to end, 0 for none, `bye`. Where its input ends without that last
 * word, whoever wrote it is dead.
 */
const program = `
const { rmSync } = require('node:fs');
let id = 0, done = false, text = '';
process.on('SIGINT', () => {}).on('SIGTERM', () => {});
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece) => {
  const lines = (text + piece).split('\\n');
  text = lines.pop();
  for (const line of lines) line === 'bye' ? (done = true) : (id = Number(line));
});
process.stdin.on('end', () => {
  if (done) return;
  try { if (id > 0) process.kill(id, 'SIGKILL'); } catch {}
  rmSync(process.argv[1], { recursive: true, force: true });
});
`;

/**
 * A process beside this one that outlives it. Where this one is killed, it kills the program that runs
 * at that moment, which would go on writing to the cluster while a later run is at work, and removes a
 * folder.
 */
export class OrphanGuard {
  readonly #process: ChildProcess;

  constructor(folder: string, path: string | undefined) {
    this.#process = spawn(process.execPath, ['-e', program, folder], {
      // In a session of its own, it is not reached by what ends this process and its group.
      detached: true,
      env: path === undefined ? {} : { PATH: path },
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
    });
    // Without a guard all goes on as well; the run that is killed just then is the rarest of cases.
    this.#process.on('error', () => undefined);
    this.#process.stdin?.on('error', () => undefined);
    this.#process.unref();
  }

  /** The program that must not outlive this process; undefined when it has ended. */
  watch(processId: number | undefined): void {
    this.#process.stdin?.write(`${processId ?? 0}\n`);
  }

  /** Ends the guard. */
  async end(): Promise<void> {
    const { stdin, exitCode, pid, signalCode } = this.#process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.ref();
    stdin?.end('bye\n');
    await ended;
  }
}
