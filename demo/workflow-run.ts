import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { isJsonObject, numberAt, stringAt } from '../shared/src/json/json.ts';

/** The end of a step. */
export interface StepEnd {
  readonly job: string;
  readonly step: string;
  readonly succeeded: boolean;
  readonly seconds: number;
  /** The last error annotation; empty where there was none. */
  readonly error: string;
}

/** One step of a workflow run that has ended. */
export interface StepRun extends StepEnd {
  /** The step's job summary in Markdown; empty where it wrote none. */
  readonly summary: string;
}

/** A workflow run that has ended. */
export interface WorkflowRun {
  readonly succeeded: boolean;
  readonly steps: readonly StepRun[];
  /** Everything the runner printed. */
  readonly log: string;
}

/** What a workflow is run with. */
export interface WorkflowOptions {
  /** The program of the workflow runner (act). */
  readonly runner: string;
  readonly repository: string;
  /** Folder that stands for the released suite. */
  readonly releaseTree: string;
  readonly runNumber: number;
  /** The event that the workflows are run for; `push` unless given. */
  readonly event?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Called with each step's end. */
  readonly onStep: (step: StepEnd) => void;
}

const suite = 'kube-delivery/kube-delivery-actions@v1';

/** Runs the workflows of a repository that an event is for on a real runner, without containers. */
export async function runWorkflow(options: WorkflowOptions): Promise<WorkflowRun> {
  const environment = {
    ...options.environment,
    GITHUB_RUN_ID: String(1000 + options.runNumber),
    GITHUB_RUN_NUMBER: String(options.runNumber),
    GITHUB_REPOSITORY: 'shop/web',
  };
  const args = [
    options.event ?? 'push',
    '--json',
    '--platform=ubuntu-latest=-self-hosted',
    `--local-repository=${suite}=${options.releaseTree}`,
    ...Object.entries(options.variables).map(([name, value]) => `--var=${name}=${value}`),
    ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
    // Only the names: act takes the values from its environment, where no process list shows them.
    ...Object.keys(options.secrets).map((name) => `--secret=${name}`),
  ];
  const child = spawn(options.runner, args, {
    cwd: options.repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.secrets },
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const steps: StepRun[] = [];
  const summaries = new Map<string, string>();
  let error = '';
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = parseEntry(line);
    log += `${stringAt(entry, 'msg')?.trimEnd() ?? line}\n`;
    const step = stringAt(entry, 'step');
    const job = stringAt(entry, 'jobID') ?? '';
    if (step === undefined || stringAt(entry, 'stage') !== 'Main') continue;
    if (stringAt(entry, 'command') === 'summary') {
      summaries.set(`${job}/${step}`, stringAt(entry, 'content') ?? '');
    }
    const annotation = /::error::(.*)/.exec(stringAt(entry, 'msg') ?? '')?.[1];
    if (annotation !== undefined) error = unescapeCommand(annotation);
    const result = stringAt(entry, 'stepResult');
    if (result !== 'success' && result !== 'failure') continue;
    const succeeded = result === 'success';
    const seconds = (numberAt(entry, 'executionTime') ?? 0) / 1e9;
    const ended = { job, step, succeeded, seconds, error: succeeded ? '' : error };
    steps.push({ ...ended, summary: '' });
    options.onStep(ended);
  }
  const succeeded = (await exited) === 0;
  const complete = steps.map((step) => ({
    ...step,
    summary: summaries.get(`${step.job}/${step.step}`) ?? '',
  }));
  return { succeeded, steps: complete, log };
}

/** The text of a workflow command, in which the runner's toolkit escapes three characters. */
function unescapeCommand(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function parseEntry(line: string): unknown {
  try {
    const entry: unknown = JSON.parse(line);
    return isJsonObject(entry) ? entry : {};
  } catch {
    return {};
  }
}
