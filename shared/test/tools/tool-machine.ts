import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ActionContext } from '../../src/action/context.ts';
import { createSecrets } from '../../src/action/secrets.ts';
import { quietContext } from '../action/quiet-context.ts';
import { impatientClock } from './impatient-clock.ts';

/** A machine of its own, with a tool cache, a workspace, and a PATH that has only what is put there. */
export interface ToolMachine extends Disposable {
  readonly context: ActionContext;
  readonly cache: string;
  readonly workspace: string;
  /** What was said: `notice: helm 4.3.0 is …`. */
  readonly said: readonly string[];
  readonly masked: readonly string[];
  /** Puts a shell script where the PATH leads, and gives its path. */
  install(name: string, script: string): string;
  /** The files in the tool cache, relative to it. */
  cached(): readonly string[];
}

/** Sets up a machine; `environment` is added to its own. */
export function toolMachine(environment: Readonly<Record<string, string>> = {}): ToolMachine {
  const root = mkdtempSync(path.join(tmpdir(), 'tool-machine-'));
  const at = (name: string): string => path.join(root, name);
  for (const name of ['bin', 'cache', 'temp', 'workspace']) mkdirSync(at(name));
  const said: string[] = [];
  const masked: string[] = [];
  const say =
    (level: string) =>
    (message: string): void => {
      said.push(`${level}: ${message}`);
    };
  const quiet = quietContext();
  return {
    context: {
      ...quiet,
      log: { ...quiet.log, info: say('info'), notice: say('notice'), warning: say('warning') },
      clock: impatientClock(),
      secrets: createSecrets((value) => masked.push(value)),
      run: { ...quiet.run, workspace: at('workspace'), temp: at('temp') },
      environment: { PATH: at('bin'), RUNNER_TOOL_CACHE: at('cache'), ...environment },
    },
    cache: at('cache'),
    workspace: at('workspace'),
    said,
    masked,
    install: (name, script) => {
      const file = path.join(root, 'bin', name);
      writeFileSync(file, script);
      chmodSync(file, 0o755);
      return file;
    },
    cached: () =>
      readdirSync(at('cache'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(at('cache'), path.join(entry.parentPath, entry.name)))
        .sort(),
    [Symbol.dispose]: () => {
      rmSync(root, { recursive: true });
    },
  };
}
