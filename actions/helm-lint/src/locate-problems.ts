import path from 'node:path';
import { stringAt } from '@kube-delivery/shared/json/json';
import type { Finding } from './finding.ts';
import { groupProblems } from './group-problems.ts';
import type { FoundProblem } from './group-problems.ts';
import type { LintWorld } from './lint-world.ts';
import type { LoadedChart } from './loaded-chart.ts';
import { MarkedRenders } from './marked-renders.ts';
import { mergePlaces } from './merge-places.ts';
import type { LocatedFinding } from './merge-places.ts';
import type { Location } from './marks/locator.ts';
import { showPath } from './schema/show-path.ts';

/**
 * The findings of problems in what a chart renders, each mistake on its line once, with all renders
 * that have it. Where the line is one of a values file, renders without that file have the problem from
 * somewhere else, and are looked at on their own.
 */
export async function locateProblems(
  chart: LoadedChart,
  problems: readonly FoundProblem[],
  world: LintWorld,
): Promise<readonly Finding[]> {
  const renders = new MarkedRenders(chart, world);
  const groups = groupProblems(problems);
  const located = await Promise.all(groups.map((group) => locateGroup(chart, group, renders)));
  return mergePlaces(located.flat());
}

async function locateGroup(
  chart: LoadedChart,
  group: readonly FoundProblem[],
  renders: MarkedRenders,
): Promise<readonly LocatedFinding[]> {
  const findings: LocatedFinding[] = [];
  let left = group;
  for (let [first] = left; first !== undefined; [first] = left) {
    const { outcome, problem } = first;
    const locator = await renders.locatorOf(outcome);
    const location = locator.locate(problem);
    const given = valuesFileAt(chart, location, outcome.set.files);
    const isCovered = (each: FoundProblem): boolean =>
      each === first || given === undefined || each.outcome.set.files.includes(given);
    const names = left.filter(isCovered).map((each) => each.outcome.set.name);
    findings.push({
      finding: findingOf(chart, first, location, [...new Set(names)]),
      suffix: location.suffix,
    });
    left = left.filter((each) => !isCovered(each));
  }
  return findings;
}

/** The file of a value set that a place is in, as the set names it. */
function valuesFileAt(
  { folder }: LoadedChart,
  { file }: Location,
  files: readonly string[],
): string | undefined {
  return files.find((each) => path.posix.join(folder, each) === file);
}

function findingOf(
  chart: LoadedChart,
  { problem }: FoundProblem,
  { column, file, line }: Location,
  renders: readonly string[],
): Finding {
  const { hint, message, path: field, rule, severity, subject } = problem;
  const name = stringAt(subject.object, 'metadata', 'name') ?? '';
  return {
    rule,
    severity,
    chart: chart.folder,
    renders,
    object: `${stringAt(subject.object, 'kind') ?? ''} ${name}`.trim(),
    path: showPath(field),
    file,
    line,
    column,
    message,
    hint,
  };
}
