import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import { InputError } from '@kube-delivery/shared/action/errors';
import { locateHelm } from '@kube-delivery/shared/helm/helm-program';
import { openChartChecks } from './checks/check-chart.ts';
import { concludeFindings } from './conclude-findings.ts';
import { counted } from './counted.ts';
import { findMistakes } from './find-mistakes.ts';
import type { Inputs } from './inputs.ts';
import { limitHelm } from './limited-helm.ts';
import { openLocalHelm } from './local-helm.ts';
import type { Outcome } from './outcome.ts';
import { readCharts } from './read-charts.ts';
import { openCatalog } from './schema/catalog.ts';
import type { Catalog } from './schema/catalog.ts';
import { readKubernetesVersions } from './schema/kubernetes-versions.ts';

/**
 * Lints the charts that the inputs name; `schemas` is the folder with the schemas of Kubernetes. What
 * is wrong with the inputs, Helm or the clone is thrown before anything is rendered.
 */
export async function lint(
  inputs: Inputs,
  schemas: string,
  context: ActionContext,
): Promise<Outcome> {
  const read = await readCharts(inputs, context);
  const catalog = openCatalog(schemas);
  const kubernetesVersions = chooseVersions(inputs, catalog);
  const run = { read, inputs, kubernetesVersions, workspace: context.run.workspace };
  if (read.charts.length === 0) return concludeFindings(run, read.broken, 0);

  const program = await locateHelm(inputs.helm, context);
  mkdirSync(context.run.temp, { recursive: true });
  const temp = mkdtempSync(path.join(context.run.temp, 'kube-delivery-lint-'));
  try {
    const helm = limitHelm(openLocalHelm(program, temp, context), inputs.concurrency);
    const { customKinds, levels, unknownKinds } = inputs;
    const charts = counted(read.charts.length, 'chart');
    context.log.info(
      `Linting ${charts} with Helm ${program.version} for Kubernetes ${kubernetesVersions.join(', ')}`,
    );
    const findings = await findMistakes(read.charts, inputs.concurrency, {
      helm,
      signal: context.signal,
      checkChart: openChartChecks(),
      log: context.log,
      temp,
      catalog,
      kubernetesVersions,
      customKinds,
      unknownKinds,
      levels,
    });
    return concludeFindings(run, [...read.broken, ...findings], helm.started);
  } finally {
    // A process of Helm that is just ending may still write into it.
    rmSync(temp, { recursive: true, force: true, maxRetries: 3 });
  }
}

function chooseVersions(
  { kubernetesVersions }: Pick<Inputs, 'kubernetesVersions'>,
  catalog: Catalog,
): readonly string[] {
  const { problems, versions } = readKubernetesVersions(kubernetesVersions, catalog.versions);
  if (problems.length === 0) return versions;
  throw new InputError(problems.map((message) => ({ input: 'kubernetes-versions', message })));
}
