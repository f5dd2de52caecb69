import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { digestOf, stateFolder, statePath } from '../paths.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';
import { stopProcesses } from './stop.ts';

/** A long-lived process: what is run, and the files it reads its configuration from. */
export interface DaemonSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Written before the start: path to content. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Set in every process the cluster starts, so that `down` finds even those without a record. */
export const markerVariable = 'KUBE_DELIVERY_CLUSTER_STATE';

interface DaemonRecord {
  readonly identity: ProcessIdentity;
  readonly fingerprint: string;
}

/** The running process of a daemon, if there is one. */
export function runningDaemon(name: string): ProcessIdentity | undefined {
  const record = readRecord(name);
  return record !== undefined && isRunning(record.identity) ? record.identity : undefined;
}

/** Whether a daemon runs with exactly this specification. */
export function runsAsSpecified(name: string, spec: DaemonSpec): boolean {
  return runningDaemon(name) !== undefined && readRecord(name)?.fingerprint === fingerprint(spec);
}

/** Starts a daemon in a session of its own, so that it outlives this process and its terminal. */
export function startDaemon(name: string, spec: DaemonSpec): void {
  for (const [file, content] of Object.entries(spec.files ?? {})) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: 0o600 });
  }
  mkdirSync(statePath('run'), { recursive: true });
  mkdirSync(statePath('log'), { recursive: true });
  const log = openSync(logFile(name), 'a');
  const child = spawn(spec.command, spec.args, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: stateFolder,
    env: { ...plainEnvironment(), ...spec.env, [markerVariable]: stateFolder },
  });
  closeSync(log);
  // Without a listener a failed start would end this process; the missing identity reports it.
  child.on('error', () => undefined);
  child.unref();
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw new Error(`${name} did not start: ${lastLines(name)}`);
  const record: DaemonRecord = { identity, fingerprint: fingerprint(spec) };
  writeFileSync(recordFile(name), JSON.stringify(record));
}

/** Stops a daemon if it runs and forgets it. */
export async function stopDaemon(name: string): Promise<void> {
  const identity = runningDaemon(name);
  if (identity !== undefined) await stopProcesses([identity]);
  rmSync(recordFile(name), { force: true });
}

/** The end of a daemon's log, for error messages. */
export function lastLines(name: string, count = 15): string {
  try {
    const log = readFileSync(logFile(name), 'utf8').trimEnd().split('\n').slice(-count);
    return `the end of ${logFile(name)}:\n  ${log.join('\n  ')}`;
  } catch {
    return 'it has no log';
  }
}

// A daemon outlives the command that starts it and must not depend on that command's environment:
// proxies, tokens of a workflow, debugging switches.
function plainEnvironment(): NodeJS.ProcessEnv {
  return { HOME: process.env.HOME, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
}

function fingerprint({ command, args, env, files }: DaemonSpec): string {
  return digestOf([JSON.stringify([command, args, env ?? {}, files ?? {}])]);
}

function readRecord(name: string): DaemonRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(name), 'utf8')) as DaemonRecord;
  } catch {
    // No record, or one that was cut off by a crash: the process is unknown.
    return undefined;
  }
}

function recordFile(name: string): string {
  return statePath('run', `${name}.json`);
}

function logFile(name: string): string {
  return statePath('log', `${name}.log`);
}
