import type { LoadedChart } from '../loaded-chart.ts';
import { positionAt } from '../marks/text-position.ts';
import { definitionsIn } from './blank-template.ts';
import type { TemplateFault } from './explain-error.ts';
import type { FaultPlace } from './place-finding.ts';
import { executionError, helmFailed } from './rules.ts';
import { templatesOf } from './chart-templates.ts';

/** An include through which a named template includes itself. */
export interface IncludeCycle {
  readonly name: string;
  /** Of the include in its body. */
  readonly place: FaultPlace;
}

/** The first named template that includes itself, through whatever others. */
export function findIncludeCycle(chart: LoadedChart): IncludeCycle | undefined {
  const includes = templatesOf(chart).flatMap((file) =>
    definitionsIn(file.text).flatMap(({ body, name, offset }) =>
      [...body.matchAll(/\b(?:include|template)\s+"([^"\n]+)"/g)].map((match) => ({
        name,
        target: match[1] ?? '',
        place: { file, ...positionAt(file.text, offset + match.index) },
      })),
    ),
  );
  const reaches = (from: string, wanted: string, seen: Set<string>): boolean => {
    if (from === wanted) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return includes.some(({ name, target }) => name === from && reaches(target, wanted, seen));
  };
  return includes.find(({ name, target }) => reaches(target, name, new Set()));
}

/** What an endless include means; where none was found, Helm's silence is all that is known. */
export function explainCycle(cycle: IncludeCycle | undefined): TemplateFault {
  if (cycle === undefined) {
    return {
      rule: helmFailed,
      place: { file: undefined, line: 1, column: 1 },
      message: 'Helm failed with more words than can be kept, as when templates include each other',
      hint: 'See the message with helm template',
      includedAt: '',
    };
  }
  return {
    rule: executionError,
    place: cycle.place,
    message: `the template ${JSON.stringify(cycle.name)} includes itself without end`,
    hint: 'Take the include out, or guard it with if',
    includedAt: '',
  };
}
