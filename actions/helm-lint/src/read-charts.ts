import { InputError, wrongInput } from '@kube-delivery/shared/action/errors';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import { openClone } from '@kube-delivery/shared/git/open-clone';
import { changedCharts } from './charts/changed-charts.ts';
import { findCharts } from './charts/find-charts.ts';
import { loadChart } from './charts/load-chart.ts';
import { valueSets } from './charts/value-sets.ts';
import type { Finding } from './finding.ts';
import type { Inputs } from './inputs.ts';
import type { LoadedChart, ValueSet } from './loaded-chart.ts';

/** A chart, and the ways in which it is rendered. */
export interface ReadChart {
  readonly chart: LoadedChart;
  readonly sets: readonly ValueSet[];
}

/** The charts to lint; of those that Helm cannot load the finding that says why. */
export interface ReadCharts {
  readonly charts: readonly ReadChart[];
  readonly broken: readonly Finding[];
}

/**
 * Reads the charts that the inputs name, with `changed-since` only those that changed. Throws an
 * InputError where no chart is named or a values file is missing, a PreconditionError where the clone
 * does not tell what changed.
 */
export async function readCharts(
  { changedSince, charts: globs, values }: Pick<Inputs, 'changedSince' | 'charts' | 'values'>,
  context: ActionContext,
): Promise<ReadCharts> {
  const { workspace } = context.run;
  const found = findCharts(globs, workspace);
  if (found.length === 0) {
    const shown = globs.map((glob) => JSON.stringify(glob)).join(', ');
    throw wrongInput('charts', `no chart matches ${shown}; paths are relative to the workspace`);
  }
  const folders =
    changedSince === undefined
      ? found
      : await changedCharts(found, {
          ref: changedSince,
          git: await openClone(workspace, context),
          workspace,
          valuesLines: values,
        });
  const loaded = folders.map((folder) => loadChart(workspace, folder));
  const charts: ReadChart[] = [];
  const broken: Finding[] = [];
  const problems = [];
  for (const each of loaded) {
    if ('rule' in each) {
      broken.push(each);
      continue;
    }
    const sets = valueSets(each, values);
    if ('problems' in sets) problems.push(...sets.problems);
    else charts.push({ chart: each, sets });
  }
  if (problems.length > 0) throw new InputError(problems);
  return { charts, broken };
}
