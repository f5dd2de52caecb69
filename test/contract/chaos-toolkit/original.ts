import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { isJsonObject, numberAt } from '@kube-delivery/shared/json/json';
import type { ChaosToolkit } from './install.ts';

/** What Chaos Toolkit's command is run with. */
export interface Command {
  readonly folder: string;
  /** The file that everything it prints goes to. */
  readonly output: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
}

/** A command that runs. */
export interface RunningCommand {
  readonly pid: Promise<number>;
  /** Negative for a signal. */
  readonly exitCode: Promise<number>;
}

/** Chaos Toolkit, loaded once, and forked for each command. */
export interface Original {
  run(command: Command): RunningCommand;
  close(): Promise<undefined>;
}

/** Loads Chaos Toolkit. Its settings would be looked for in `home`. */
export function startOriginal({ python, folder }: ChaosToolkit, home: string): Original {
  const server = spawn(python, [path.join(import.meta.dirname, 'serve.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '', HOME: home, PYTHONPATH: folder, LC_ALL: 'C.UTF-8' },
  });
  const closed = Promise.withResolvers<undefined>();
  const pids = new Map<number, PromiseWithResolvers<number>>();
  const codes = new Map<number, PromiseWithResolvers<number>>();
  createInterface(server.stdout).on('line', (line) => {
    const answer = JSON.parse(line) as unknown;
    const id = numberAt(answer, 'id') ?? -1;
    const isCode = isJsonObject(answer) && 'code' in answer;
    const [waiting, key] = isCode ? [codes, 'code'] : [pids, 'pid'];
    waiting.get(id)?.resolve(numberAt(answer, key) ?? -1);
  });
  const fail = (error: Error): void => {
    for (const each of [...pids.values(), ...codes.values()]) each.reject(error);
  };
  server.on('error', fail);
  server.on('close', (code) => {
    fail(new Error(`Chaos Toolkit's server ended with ${String(code)}`));
    closed.resolve(undefined);
  });
  return {
    run: (command) => {
      const id = pids.size;
      const [pid, exitCode] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
      // Only a case with a signal asks for the process id.
      pid.promise.catch(() => undefined);
      pids.set(id, pid);
      codes.set(id, exitCode);
      server.stdin.write(`${JSON.stringify({ id, ...command })}\n`);
      return { pid: pid.promise, exitCode: exitCode.promise };
    },
    close: () => {
      server.stdin.end();
      return closed.promise;
    },
  };
}
