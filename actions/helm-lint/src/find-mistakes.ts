import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import { compareCharts } from './compare-charts.ts';
import { counted } from './counted.ts';
import type { Finding } from './finding.ts';
import { inspectChart } from './inspect-chart.ts';
import type { LintWorld } from './lint-world.ts';
import { locateProblems } from './locate-problems.ts';
import type { ReadChart } from './read-charts.ts';
import { lintCharts } from './renders/lint-charts.ts';

/**
 * Everything that is wrong with charts, on its lines. While one chart's objects are checked, Helm
 * renders the next one, so one chart more is at work than processes may run.
 */
export async function findMistakes(
  charts: readonly ReadChart[],
  concurrency: number,
  world: LintWorld,
): Promise<readonly Finding[]> {
  let rendered = 0;
  const [linted, inspected] = await bothEnds(
    lintCharts(
      charts.map(({ chart }) => chart),
      world,
    ),
    mapConcurrently(charts, concurrency + 1, async ({ chart, sets }) => {
      const one = await inspectChart(chart, sets, world);
      rendered += 1;
      world.log.progress(`${rendered} of ${counted(charts.length, 'chart')} rendered`);
      return one;
    }),
  );
  const between = compareCharts(inspected);
  const located = await mapConcurrently(inspected, concurrency + 1, async (each) =>
    locateProblems(each.chart, [...each.problems, ...(between.get(each) ?? [])], world),
  );
  return [...linted, ...inspected.flatMap(({ findings }) => findings), ...located.flat()];
}

/** Fails only once both have ended, so that nothing is at work any more. */
async function bothEnds<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}
