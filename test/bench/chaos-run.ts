import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../scripts/project-root.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { numberAt, stringAt } from '../../shared/src/json/json.ts';
import { parseFileCommands } from '../contract/support/file-commands.ts';
import { ensureChaosToolkit } from '../contract/chaos-toolkit/install.ts';
import { application } from '../e2e/support/manifest-folder.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { median } from './median.ts';
import { onBenchCluster } from './support/bench-cluster.ts';
import type { BenchCluster } from './support/bench-cluster.ts';
import { inNamespace } from './support/bench-namespace.ts';
import { figureTable } from './support/figures.ts';
import { measure } from './support/measure.ts';
import { runMeasured } from './support/measured-process.ts';

const rounds = 5;
const interruptions = 5;
const bundle = path.join(projectRoot, 'actions/chaos-run/dist/index.js');

/**
 * How long an experiment without pauses takes beside `chaos run` of Chaos Toolkit, on the same file and
 * cluster (medians of rounds in which both take turns); the most memory of it; and how long it takes after
 * SIGINT until the fault is taken back and the process has ended (the longest).
 */
export async function chaosRun(): Promise<string> {
  const requirements = path.join(import.meta.dirname, 'support/chaos-kubernetes.txt');
  const toolkit = await ensureChaosToolkit(requirements);
  return onBenchCluster((bench) =>
    inNamespace(bench.cluster, async (namespace) => {
      const subject = await prepare(bench, namespace);
      const own: number[] = [];
      const theirs: number[] = [];
      const memory: number[] = [];
      const peer = `${toolkit.python} -m chaostoolkit --no-version-check --no-log-file run --journal-path ${path.join(bench.folder, 'peer.json')} ${subject.file}`;
      for (let round = 0; round < rounds; round += 1) {
        theirs.push(
          (
            await measure(peer, {
              HOME: bench.folder,
              PYTHONPATH: toolkit.folder,
              KUBECONFIG: bench.near,
            })
          ).wall,
        );
        expectCompleted(path.join(bench.folder, 'peer.json'));
        await subject.ready();
        const environment = subject.environment({ experiment: path.basename(subject.file) });
        const run = await runMeasured(bundle, environment);
        expectVerdict(environment, 'passed');
        own.push(run.wall);
        memory.push(run.memory);
        await subject.ready();
      }
      const undo: number[] = [];
      for (let each = 0; each < interruptions; each += 1) {
        undo.push(await interrupt(subject));
        await subject.ready();
      }
      return figureTable(`chaos-run against Chaos Toolkit, median of ${rounds} rounds`, [
        {
          what: 'an experiment without pauses, time',
          measured: median(own) / median(theirs),
          limit: 0.25,
          unit: '×',
          detail: `${median(own).toFixed(2)} s / ${median(theirs).toFixed(2)} s`,
        },
        { what: 'most memory', measured: Math.max(...memory), limit: 130, unit: 'MB' },
        {
          what: `from SIGINT to its end, longest of ${interruptions}`,
          measured: Math.max(...undo),
          limit: 6,
          unit: 's',
        },
      ]);
    }),
  );
}

/** A Deployment that is opted in, and an experiment that kills one of its pods. */
interface Subject {
  readonly file: string;
  readonly environment: (inputs: Readonly<Record<string, string>>) => Record<string, string>;
  readonly replicas: () => Promise<number | undefined>;
  readonly ready: () => Promise<unknown>;
}

async function prepare(
  { cluster, folder, near, node }: BenchCluster,
  ns: string,
): Promise<Subject> {
  const signal = (): AbortSignal => AbortSignal.timeout(60_000);
  await cluster.patch(
    { apiVersion: 'v1', kind: 'Namespace', name: ns },
    [{ op: 'add', path: '/metadata/labels/kube-delivery.dev~1chaos', value: 'enabled' }],
    { signal: signal() },
  );
  const objects = application({ name: 'web', tag: 'v1', replicas: 3, placement: node.placement });
  for (const object of objects as readonly KubeObject[]) {
    const placed = { ...object, metadata: { ...object.metadata, namespace: ns } };
    await cluster.create(placed, { signal: signal() });
  }
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: ns };
  const read = (): Promise<KubeObject | undefined> => cluster.read(reference, signal());
  const ready = (): Promise<unknown> =>
    eventually(read, (found) => numberAt(found, 'status', 'readyReplicas') === 3, 60_000);
  await ready();
  const workspace = path.join(folder, 'workspace');
  mkdirSync(workspace);
  const file = path.join(workspace, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment(ns)));
  return {
    file,
    ready,
    replicas: async () => numberAt(await read(), 'spec', 'replicas'),
    environment: (inputs) => {
      const output = path.join(folder, 'output');
      writeFileSync(output, '');
      const all = { kubeconfig: near, namespace: ns, 'lock-timeout': '0', ...inputs };
      return {
        HOME: folder,
        RUNNER_TEMP: folder,
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: output,
        GITHUB_REPOSITORY: 'bench/shop',
        ...Object.fromEntries(
          Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
        ),
      };
    },
  };
}

function experiment(ns: string): object {
  const python = (module: string, func: string, given: object): object => ({
    type: 'python',
    module: `chaosk8s.${module}`,
    func,
    arguments: { ns, ...given },
  });
  const selector = { label_selector: 'app=web' };
  const running = {
    type: 'probe',
    name: 'two pods run',
    tolerance: true,
    provider: python('pod.probes', 'count_min_pods', { ...selector, min_count: 2 }),
  };
  return {
    title: 'A pod dies',
    description: 'One of three pods is killed.',
    'steady-state-hypothesis': { title: 'it runs', probes: [running] },
    method: [
      {
        type: 'action',
        name: 'kill a pod',
        provider: python('pod.actions', 'terminate_pods', selector),
      },
      {
        type: 'probe',
        name: 'count the pods',
        provider: python('pod.probes', 'count_pods', selector),
      },
    ],
    rollbacks: [],
  };
}

async function interrupt(subject: Subject): Promise<number> {
  const environment = subject.environment({
    fault: 'scale-to',
    target: 'deployment/web',
    count: '2',
    duration: '10m',
  });
  const child = spawn(process.execPath, [bundle], { env: environment, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await eventually(subject.replicas, (count) => count === 2, 30_000);
  await sleep(200);
  const started = performance.now();
  child.kill('SIGINT');
  await ended;
  const seconds = (performance.now() - started) / 1000;
  expectVerdict(environment, 'interrupted');
  if ((await subject.replicas()) !== 3) throw new Error('the fault was not taken back');
  return seconds;
}

function expectVerdict({ GITHUB_OUTPUT }: Readonly<Record<string, string>>, wanted: string): void {
  const outputs = parseFileCommands(readFileSync(GITHUB_OUTPUT ?? '', 'utf8'));
  if (outputs.verdict !== wanted) {
    throw new Error(`chaos-run did not do what is measured: ${JSON.stringify(outputs)}`);
  }
}

function expectCompleted(journal: string): void {
  const found: unknown = JSON.parse(readFileSync(journal, 'utf8'));
  if (stringAt(found, 'run', 0, 'status') !== 'succeeded') {
    throw new Error(`Chaos Toolkit did not do what is measured: ${readFileSync(journal, 'utf8')}`);
  }
}
