import type { ActionContext } from '../action/context.ts';
import { wrongInput } from '../action/errors.ts';
import { chooseCredentials } from '../cluster/chosen-credentials.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ConnectionInputs } from '../cluster/connection-inputs.ts';
import { parseManifests } from '../manifests/parse-manifests.ts';
import { revisionMark } from '../release/marks.ts';
import type { ProcessEnd } from '../tools/run-process.ts';
import type { PreparedChart } from './chart-source.ts';
import { HelmCli } from './helm-cli.ts';
import type { HelmProgram } from './helm-cli.ts';
import type { HelmClient, HelmOutcome, HelmWriteOptions } from './helm-client.ts';
import { HelmHome } from './helm-home.ts';
import { helmMessage, renderFailure } from './helm-message.ts';
import { readHelmRevisions } from './helm-records.ts';
import { kubeconfigText } from './kubeconfig-text.ts';
import { prepareChart } from './prepare-chart.ts';
import { readRendered, readTemplated } from './rendered-release.ts';
import { setUpReplacement } from './replacement.ts';
import { tryAgain } from './try-again.ts';

/** Longer names do not leave Helm room for what it adds. */
const longestName = 53;

/** Which release, in which cluster, by which program. */
export interface HelmOptions {
  readonly program: HelmProgram;
  readonly release: string;
  readonly cluster: Cluster;
  readonly connection: ConnectionInputs;
  readonly context: ActionContext;
}

/** Sets up Helm for one release of the connection's namespace. A name that Helm refuses is an InputError. */
export function openHelm(options: HelmOptions): HelmClient {
  const { cluster, connection, context, program, release } = options;
  if (release.length > longestName) {
    throw wrongInput('release', `${release} is too long for Helm, which allows ${longestName}`);
  }
  const home = new HelmHome(context, kubeconfigText(chooseCredentials(connection)));
  const cli = new HelmCli(program, home, context);
  const run = (
    args: readonly string[],
    signal: AbortSignal,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ProcessEnd> => tryAgain(context, signal, () => cli.run(args, signal, environment));
  const inNamespace = ['--namespace', cluster.namespace];
  const place = ({ folder, name }: PreparedChart) => ({
    name,
    folder,
    workspace: context.run.workspace,
  });

  return {
    version: program.version,
    major: cli.major,
    history: (signal) => readHelmRevisions(cluster, release, signal),
    prepare: (source, signal) => prepareChart(cli, home, source, { ...context, signal }),
    render: async (chart, signal) => {
      const end = await run(
        [...upgrade(release, chart), ...inNamespace, '--dry-run=server', '--output', 'json'],
        signal,
      );
      if (end.exitCode !== 0) throw renderFailure(end.stderr, place(chart));
      return readRendered(end.stdout);
    },
    template: async (chart, { isUpgrade, offline, signal }) => {
      const end = await run(
        [
          ...['template', release, chart.folder, ...valuesFlags(chart), ...inNamespace],
          ...['--include-crds', offline ? '--dry-run=client' : '--dry-run=server'],
          ...(isUpgrade ? ['--is-upgrade'] : []),
        ],
        signal,
      );
      if (end.exitCode !== 0) throw renderFailure(end.stderr, place(chart));
      return readTemplated(end.stdout, chart);
    },
    definitions: async (chart, signal) => {
      const end = await run(['show', 'crds', chart.folder], signal);
      if (end.exitCode !== 0) throw renderFailure(end.stderr, place(chart));
      const { manifests } = parseManifests(end.stdout, 'crds', { lastWins: true });
      return manifests.map(({ object }) => object);
    },
    upgrade: async (chart, { description, replacement, revision, ...write }) => {
      const renderer =
        replacement === undefined
          ? { args: [], environment: {} }
          : setUpReplacement(home, cli.major, replacement);
      const end = await run(
        [
          ...upgrade(release, chart),
          ...inNamespace,
          ...writeFlags(write),
          '--description',
          description,
          '--labels',
          `${revisionMark}=${revision}`,
          ...renderer.args,
        ],
        write.signal,
        renderer.environment,
      );
      return outcomeOf(end);
    },
    rollback: async (revision, { hooks, ...write }) => {
      const args = ['rollback', release, String(revision), ...inNamespace, ...writeFlags(write)];
      const end = await run([...args, ...(hooks ? [] : ['--no-hooks'])], write.signal);
      return outcomeOf(end);
    },
    uninstall: async ({ signal, timeout }) => {
      const args = ['uninstall', release, ...inNamespace, '--no-hooks', '--wait'];
      return outcomeOf(await run([...args, '--timeout', `${timeout}ms`], signal));
    },
    close: () => home.close(),
  };
}

/** Values are those of the inputs alone: none of an earlier revision come along. */
function upgrade(release: string, chart: PreparedChart): readonly string[] {
  return ['upgrade', '--install', release, chart.folder, '--reset-values', ...valuesFlags(chart)];
}

/** Helm takes a list of files apart at commas that do not stand in quotes. */
function valuesFlags({ valuesFiles }: PreparedChart): readonly string[] {
  return valuesFiles.flatMap((file) => ['--values', `"${file.replaceAll('"', '""')}"`]);
}

function writeFlags({ force, historyLimit, timeout }: Omit<HelmWriteOptions, 'signal'>) {
  return [
    '--timeout',
    `${timeout}ms`,
    '--history-max',
    String(historyLimit),
    ...(force ? ['--force-conflicts'] : []),
  ];
}

function outcomeOf(end: {
  readonly exitCode: number | undefined;
  readonly stderr: string;
}): HelmOutcome {
  return end.exitCode === 0 ? { ok: true } : { ok: false, message: helmMessage(end.stderr) };
}
