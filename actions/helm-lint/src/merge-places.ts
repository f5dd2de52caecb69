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

/** Messages name the object or the item of a list that each of the places is in. */
function keyOf({ column, file, hint, line, path, rule, severity }: Finding): string {
  const field = path.slice(path.lastIndexOf('.') + 1);
  return JSON.stringify([rule, severity, file, line, column, field, hint]);
}
