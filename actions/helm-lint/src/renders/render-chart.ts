import type { Finding } from '../finding.ts';
import { needsCopy } from '../charts/copy-chart.ts';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import { BrokenRender } from './broken-render.ts';
import { runTemplate } from './helm-template.ts';
import { planVersions } from './plan-versions.ts';
import { readOutput } from './read-output.ts';
import { renderCopy } from './render-copy.ts';
import type { RenderOutcome } from './render-outcome.ts';
import type { RenderWorld } from './render-world.ts';

/**
 * Renders a chart with one set of values: once for all Kubernetes versions, or for each of them where
 * the chart may ask for the version; versions that give the same are one outcome. What Helm refuses is
 * a failure, and is left out of the render of the rest, so that all of it is found.
 *
 * None for a library chart, and none where kubeVersion excludes all versions (see `excludedVersions`).
 */
export async function renderChart(
  chart: LoadedChart,
  set: ValueSet,
  world: RenderWorld,
): Promise<readonly RenderOutcome[]> {
  if (chart.isLibrary) return [];
  const { groups } = planVersions(chart, world.kubernetesVersions);
  const outcomes = await Promise.all(
    groups.map((versions) => renderFor(chart, set, versions, world)),
  );
  return mergeEqual(outcomes);
}

async function renderFor(
  chart: LoadedChart,
  set: ValueSet,
  kubernetesVersions: readonly string[],
  world: RenderWorld,
): Promise<RenderOutcome> {
  const [kubernetesVersion] = kubernetesVersions;
  const broken = new BrokenRender({ chart, set, kubernetesVersion }, world);
  for (;;) {
    world.signal.throwIfAborted();
    const { replaced } = broken;
    const request = { chart, folder: chart.absolute, set, kubernetesVersion, replaced };
    const run =
      replaced.size > 0 || needsCopy(chart)
        ? await renderCopy(request, world)
        : await runTemplate(request, world);
    const goesOn = run.error !== undefined && (await broken.take(run.error, run.output));
    if (goesOn) continue;
    const output = run.error === undefined ? run.output : '';
    broken.takeRemarks(run.stderr);
    const { objects, problems } = readOutput(output, world.documents);
    return {
      set,
      kubernetesVersions,
      output,
      objects,
      problems,
      failures: broken.findings(),
      replaced,
    };
  }
}

/** Versions that give the same text and the same failures share an outcome. */
function mergeEqual(outcomes: readonly RenderOutcome[]): readonly RenderOutcome[] {
  const merged = new Map<string, RenderOutcome>();
  for (const outcome of outcomes) {
    const key = JSON.stringify([outcome.output, outcome.failures.map(identityOf)]);
    const same = merged.get(key);
    merged.set(key, {
      ...(same ?? outcome),
      kubernetesVersions: [...(same?.kubernetesVersions ?? []), ...outcome.kubernetesVersions],
    });
  }
  return [...merged.values()];
}

function identityOf({ file, line, message, rule }: Finding): readonly unknown[] {
  return [rule, file, line, message];
}
