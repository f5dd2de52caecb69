import { stringAt } from '@kube-delivery/shared/json/json';
import type { RenderedObject, RenderedProblem } from '../rendered-object.ts';
import { allPolicies } from './all-policies.ts';
import type { RuleLevels } from './rule-levels.ts';

/**
 * What the policies find in the objects of one render, each problem with the severity of `levels`.
 * Policies that are off, or that `levels` does not name, are not asked; nor is any about an object
 * without kind or apiVersion, which Kubernetes does not take.
 */
export function checkPolicies(
  objects: readonly RenderedObject[],
  levels: RuleLevels,
): readonly RenderedProblem[] {
  const known = objects.filter(
    ({ object }) =>
      stringAt(object, 'kind') !== undefined && stringAt(object, 'apiVersion') !== undefined,
  );
  return allPolicies.flatMap((policy) => {
    const severity = levels.get(policy.rule.id) ?? 'off';
    if (severity === 'off') return [];
    return known.flatMap((subject) =>
      policy.check(subject, known).map((problem) => ({ ...problem, severity })),
    );
  });
}
