import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseFileCommands } from './file-commands.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** What a bundle left behind when its process ended. */
export interface BundleRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The report file, parsed; undefined where the output names none. */
  readonly report: unknown;
}

/** How a bundle is run. */
export interface BundleOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** GITHUB_WORKSPACE; an empty folder unless given. */
  readonly workspace?: string;
  /** The event's payload. */
  readonly event?: object;
  readonly entry?: 'index.js' | 'post.js';
  /** Where its home is made; the system's temporary folder unless given. */
  readonly folder?: string;
}

/** A bundle that is running. */
export interface RunningBundle {
  readonly process: ChildProcess;
  readonly workspace: string;
  /** Everything printed so far. */
  output(): string;
  readonly finished: Promise<BundleRun>;
}

/** Starts the built bundle of an action as the runner does: inputs by name, files for commands. */
export function startBundle(action: string, options: BundleOptions = {}): RunningBundle {
  const home = mkdtempSync(path.join(options.folder ?? tmpdir(), 'kube-delivery-bundle-'));
  const workspace = options.workspace ?? path.join(home, 'workspace');
  mkdirSync(workspace, { recursive: true });
  const temp = path.join(home, 'temp');
  mkdirSync(temp);
  const file = (name: string, content = ''): string => {
    writeFileSync(path.join(home, name), content);
    return path.join(home, name);
  };
  const commandFiles = {
    GITHUB_OUTPUT: file('output'),
    GITHUB_STATE: file('state'),
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(options.event ?? {})),
  };
  const child = spawn(
    process.execPath,
    [path.join(root, 'actions', action, 'dist', options.entry ?? 'index.js')],
    {
      cwd: workspace,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: home,
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temp,
        ...commandFiles,
        ...options.environment,
        ...inputVariables(options.inputs ?? {}),
      },
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const finished = new Promise<BundleRun>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const read = (name: string): string => readFileSync(path.join(home, name), 'utf8');
      const outputs = parseFileCommands(read('output'));
      const report = outputs.report;
      resolve({
        exitCode,
        stdout,
        stderr,
        outputs,
        state: parseFileCommands(read('state')),
        summary: read('summary'),
        report:
          report === undefined ? undefined : (JSON.parse(readFileSync(report, 'utf8')) as unknown),
      });
    });
  });
  return { process: child, workspace, output: () => stdout + stderr, finished };
}

/** Runs a bundle to its end. */
export async function runBundle(action: string, options: BundleOptions = {}): Promise<BundleRun> {
  return startBundle(action, options).finished;
}

function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}
