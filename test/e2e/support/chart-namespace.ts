import { expect } from '@jest/globals';
import { ensureTools } from '../../cluster/index.ts';
import { runCommand } from '../../cluster/processes/run-command.ts';
import { runBundle, startBundle } from '../../contract/support/run-bundle.ts';
import type { BundleOptions, BundleRun, RunningBundle } from '../../contract/support/run-bundle.ts';
import { workspaceWith } from './manifest-folder.ts';
import { releaseNamespace } from './release-namespace.ts';
import type { Inputs, ReleaseNamespace } from './release-namespace.ts';
import { testCluster } from './test-cluster.ts';

/** Files by path below the folder of a chart. */
export type ChartFiles = Readonly<Record<string, string>>;

/** What a run is given beside the chart. */
export interface ChartRun {
  readonly inputs?: Inputs;
  /** Files beside the chart, by path below the workspace. */
  readonly files?: ChartFiles;
  readonly environment?: Inputs;
}

/** A namespace of one test file, to which the deploy action deploys charts. */
export interface ChartNamespace extends Omit<ReleaseNamespace, 'deploy' | 'deployed' | 'start'> {
  readonly deploy: (release: string, chart: ChartFiles, run?: ChartRun) => Promise<BundleRun>;
  /** Runs the action, and expects that it deploys. */
  readonly deployed: (release: string, chart: ChartFiles, run?: ChartRun) => Promise<BundleRun>;
  readonly start: (release: string, chart: ChartFiles, run?: ChartRun) => RunningBundle;
  /** Runs a command of Helm's as its user would, and gives what it prints. */
  readonly helm: (...args: readonly string[]) => Promise<string>;
  /** Status and description of each of Helm's revisions, oldest first. */
  readonly helmHistory: (release: string) => Promise<readonly HelmLine[]>;
}

/** One line of `helm history`. */
export interface HelmLine {
  readonly revision: number;
  readonly status: string;
  readonly chart: string;
  readonly description: string;
}

/** Makes a namespace for the charts of a test file; `program` is the Helm that deploys, 4 unless said. */
export async function chartNamespace(topic: string, program?: string): Promise<ChartNamespace> {
  const own = await releaseNamespace(topic);
  const { helm } = await ensureTools(['helm']);
  const optionsOf = (release: string, chart: ChartFiles, run: ChartRun = {}): BundleOptions => ({
    workspace: workspaceWith({
      ...Object.fromEntries(
        Object.entries(chart).map(([file, content]) => [`charts/shop/${file}`, content]),
      ),
      ...run.files,
    }),
    environment: { GITHUB_REPOSITORY: 'test/shop', GITHUB_RUN_ID: '1', ...run.environment },
    inputs: {
      kubeconfig: testCluster().kubeconfig,
      namespace: own.namespace,
      chart: 'charts/shop',
      'helm-path': program ?? helm,
      release,
      timeout: '60s',
      'lock-timeout': '0',
      ...run.inputs,
    },
  });
  const deploy: ChartNamespace['deploy'] = (release, chart, run) =>
    runBundle('deploy', optionsOf(release, chart, run));
  const runHelm: ChartNamespace['helm'] = (...args) =>
    runCommand(helm, [
      ...args,
      '--kubeconfig',
      testCluster().kubeconfig,
      '--namespace',
      own.namespace,
    ]);
  return {
    ...own,
    deploy,
    deployed: async (release, chart, run) => {
      const ended = await deploy(release, chart, run);
      expect([ended.outputs.verdict, ended.outputs.reason]).toEqual(['deployed', '']);
      return ended;
    },
    start: (release, chart, run) => startBundle('deploy', optionsOf(release, chart, run)),
    helm: runHelm,
    helmHistory: async (release) =>
      JSON.parse(await runHelm('history', release, '--output', 'json')) as HelmLine[],
  };
}
