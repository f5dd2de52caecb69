import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { PreconditionError, wrongInput } from '../action/errors.ts';
import type { ActionContext } from '../action/context.ts';
import { buildDependencies } from './chart-dependencies.ts';
import { readChartFolder } from './chart-folder.ts';
import type { ChartSource, PreparedChart } from './chart-source.ts';
import type { HelmCli } from './helm-cli.ts';
import type { HelmHome } from './helm-home.ts';
import { helmMessage } from './helm-message.ts';
import { readSetValues } from './set-values.ts';

/**
 * Brings a chart onto this machine with its dependencies, and checks that it is one. What is wrong
 * with it, its values or the lines of `set` is an InputError.
 */
export async function prepareChart(
  helm: HelmCli,
  home: HelmHome,
  source: ChartSource,
  context: Pick<ActionContext, 'log' | 'run' | 'secrets'> & { readonly signal: AbortSignal },
): Promise<PreparedChart> {
  const { log, run, secrets, signal } = context;
  const values = readSetValues(source.set, source.values, secrets);
  const isRemote = source.chart.startsWith('oci://');
  if (!isRemote && source.version !== undefined) {
    throw wrongInput('chart-version', 'is for a chart in a registry; a folder has its own version');
  }
  const folder = isRemote ? await pull(helm, home, source, signal) : source.chart;
  const shown = isRemote ? source.chart : path.relative(run.workspace, folder) || '.';
  const { missing, name, version } = readChartFolder(folder, shown);
  if (missing.length > 0) {
    const names = missing.map((dependency) => dependency.name).join(', ');
    log.info(`Fetching what chart ${name} depends on: ${names}`);
    await buildDependencies(helm, { folder, missing }, context);
  }
  const set = source.set.length === 0 ? [] : [home.write('set.json', JSON.stringify(values))];
  return { name, version, folder, valuesFiles: [...source.values, ...set] };
}

async function pull(
  helm: HelmCli,
  home: HelmHome,
  { chart, version }: ChartSource,
  signal: AbortSignal,
): Promise<string> {
  const target = path.join(home.folder, 'chart');
  mkdirSync(target, { recursive: true });
  const pulled = await helm.run(
    [
      'pull',
      chart,
      '--untar',
      '--untardir',
      target,
      ...(version === undefined ? [] : ['--version', version]),
      ...(isLoopback(chart) ? ['--plain-http'] : []),
    ],
    signal,
  );
  const named = version === undefined ? chart : `${chart} ${version}`;
  if (pulled.exitCode !== 0) throw unpulled(named, helmMessage(pulled.stderr));
  const folder = readdirSync(target, { withFileTypes: true }).find((entry) => entry.isDirectory());
  if (folder === undefined) throw wrongInput('chart', `${named} is not a chart`);
  return path.join(target, folder.name);
}

function unpulled(named: string, message: string): Error {
  return /not found|no such|unknown|unable to locate|could not locate|improper constraint|invalid reference|not a valid|manifest does not contain/i.test(
    message,
  )
    ? wrongInput('chart', `${named} could not be found: ${message}`)
    : new PreconditionError(`the chart ${named} could not be fetched: ${message}`, {
        hint: 'Check the address, and that this machine is logged in to the registry (helm registry login)',
      });
}

/** Registries on this machine speak HTTP, as for every container tool. */
function isLoopback(chart: string): boolean {
  return /^oci:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?\//.test(chart);
}
