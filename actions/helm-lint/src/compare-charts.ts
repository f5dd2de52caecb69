import type { FoundProblem } from './group-problems.ts';
import { renderOf, withOutcomes } from './inspect-chart.ts';
import type { InspectedChart } from './inspect-chart.ts';
import { differingImageTags } from './policies/images/image-tags-differ.ts';

/** What is wrong between charts, for each chart that has to change. */
export function compareCharts(
  charts: readonly InspectedChart[],
): ReadonlyMap<InspectedChart, readonly FoundProblem[]> {
  const found = differingImageTags(
    charts.map(({ chart, outcomes }) => ({
      chart: chart.folder,
      renders: outcomes.map(renderOf),
    })),
  );
  return new Map(
    charts.map((inspected) => {
      const own = found.filter(({ chart }) => chart === inspected.chart.folder);
      return [
        inspected,
        withOutcomes(
          own.map(({ problem }) => problem),
          inspected.outcomes,
        ),
      ];
    }),
  );
}
