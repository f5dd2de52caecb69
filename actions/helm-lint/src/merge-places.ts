import { counted } from './counted.ts';
import type { Finding } from './finding.ts';

/** A finding, and what follows its message about how its line came into the object. */
export interface LocatedFinding {
  readonly finding: Finding;
  /** ` (included at charts/web/templates/web.yaml:6)`; often empty. */
  readonly suffix: string;
}

/**
 * One finding for each mistake: where a line of a named template or of a loop gives the same wrong
 * thing in many objects, the first of them stands for all, and the message says how many more.
 */
export function mergePlaces(located: readonly LocatedFinding[]): readonly Finding[] {
  const mistakes = Map.groupBy(located, ({ finding }) => keyOf(finding));
  return [...mistakes.values()].flatMap((places) => {
    const [first, ...others] = places;
    if (first === undefined) return [];
    const { finding, suffix } = first;
    const more =
      others.length === 0
        ? ''
        : `; the line gives it in ${counted(others.length, 'more place', 'more places')}`;
    return [
      {
        ...finding,
        renders: [...new Set(places.flatMap((place) => place.finding.renders))],
        message: finding.message + suffix + more,
      },
    ];
  });
}

function keyOf({ column, file, hint, line, message, rule, severity }: Finding): string {
  return JSON.stringify([rule, severity, file, line, column, message, hint]);
}
