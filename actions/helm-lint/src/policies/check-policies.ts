import type { RenderedObject, RenderedProblem } from '../rendered-object.ts';
import { allPolicies } from './all-policies.ts';
import type { RuleLevels } from './rule-levels.ts';

/**
 * What the policies find in the objects of one render, each problem with the severity of `levels`.
 * Policies that are off, or that `levels` does not name, are not asked.
 */
export function checkPolicies(
  objects: readonly RenderedObject[],
  levels: RuleLevels,
): readonly RenderedProblem[] {
  return allPolicies.flatMap((policy) => {
    const severity = levels.get(policy.rule.id) ?? 'off';
    if (severity === 'off') return [];
    return objects.flatMap((subject) =>
      policy.check(subject, objects).map((problem) => ({ ...problem, severity })),
    );
  });
}
