import type { Finding } from './finding.ts';
import type { FoundProblem } from './group-problems.ts';
import type { LintWorld } from './lint-world.ts';
import type { LoadedChart, ValueSet } from './loaded-chart.ts';
import { checkPolicies } from './policies/check-policies.ts';
import { partialLevels } from './policies/partial-levels.ts';
import type { RuleLevels } from './policies/rule-levels.ts';
import { findSecrets } from './policies/values/secret-in-values.ts';
import type { Render, RenderedProblem } from './rendered-object.ts';
import { failuresOf } from './renders/ease-defaults.ts';
import { excludedVersions } from './renders/excluded-versions.ts';
import { renderChart } from './renders/render-chart.ts';
import type { RenderOutcome } from './renders/render-outcome.ts';
import { RenderedDocuments } from './renders/rendered-documents.ts';
import { checkSchema } from './schema/check-schema.ts';
import { readChartCrds } from './schema/crds.ts';
import { valuesTexts } from './values-texts.ts';

/** A chart, and everything that is wrong with it, before the lines of its objects are looked for. */
export interface InspectedChart {
  readonly chart: LoadedChart;
  readonly sets: readonly ValueSet[];
  readonly outcomes: readonly RenderOutcome[];
  /** Findings whose lines are known. */
  readonly findings: readonly Finding[];
  readonly problems: readonly FoundProblem[];
}

/** Checks a chart's files, renders it with each set of values, and checks what comes out. */
export async function inspectChart(
  chart: LoadedChart,
  sets: readonly ValueSet[],
  world: LintWorld,
): Promise<InspectedChart> {
  const { catalog, checkChart, customKinds, kubernetesVersions, levels, unknownKinds } = world;
  const renderWorld = { ...world, documents: new RenderedDocuments() };
  const outcomes = (
    await Promise.all(sets.map((set) => renderChart(chart, set, renderWorld)))
  ).flat();
  const crds = readChartCrds(chart);
  const renders = outcomes.map(renderOf);
  const schema = await checkSchema(renders, catalog, [...customKinds, ...crds.kinds], unknownKinds);
  const excluded = excludedVersions(chart, kubernetesVersions);
  const defaults = sets.find(({ files }) => files.length === 0)?.name ?? '';
  return {
    chart,
    sets,
    outcomes,
    findings: [
      ...checkChart(chart, sets),
      ...crds.findings,
      ...findSecrets(chart.folder, valuesTexts(chart, sets)),
      ...(excluded === undefined ? [] : [excluded]),
      ...failuresOf(outcomes, defaults),
    ],
    problems: [
      ...outcomes.flatMap((outcome) =>
        [...outcome.problems, ...policyProblems(outcome, levels)].map((problem) => ({
          outcome,
          problem,
        })),
      ),
      ...withOutcomes(schema, outcomes),
    ],
  };
}

function policyProblems(
  { objects, replaced }: RenderOutcome,
  levels: RuleLevels,
): readonly RenderedProblem[] {
  return checkPolicies(objects, replaced.size === 0 ? levels : partialLevels(levels));
}

/** The objects of one outcome, as checks of several renders take them. */
export function renderOf({ kubernetesVersions, objects, set }: RenderOutcome): Render {
  return { name: set.name, kubernetesVersions, objects };
}

/** The render that each problem's object is of. */
export function withOutcomes(
  problems: readonly RenderedProblem[],
  outcomes: readonly RenderOutcome[],
): readonly FoundProblem[] {
  const owners = new Map(
    outcomes.flatMap((outcome) => outcome.objects.map((object) => [object, outcome] as const)),
  );
  return problems.flatMap((problem) => {
    const outcome = owners.get(problem.subject);
    if (outcome === undefined) throw new Error(`no render has the object of ${problem.message}`);
    return [{ outcome, problem }];
  });
}
