import type { Severity } from '../finding.ts';
import type { Rule } from '../rules.ts';

/** How bad findings of a rule are, or that it is not looked for. */
export type RuleLevel = Severity | 'off';

/** The level of every rule, by its id. */
export type RuleLevels = ReadonlyMap<string, RuleLevel>;

/** The policies that have a name. */
export const policyNames = ['none', 'recommended', 'strict'] as const;

/** One of them. */
export type PolicyName = (typeof policyNames)[number];

/**
 * The levels of a named policy. It sets the rules of `policy/` only: `none` leaves them out,
 * `recommended` takes them as they are, `strict` makes errors of their warnings. All other rules
 * keep their own severity.
 */
export function namedLevels(name: PolicyName, known: readonly Rule[]): RuleLevels {
  return new Map(known.map((rule) => [rule.id, levelIn(name, rule)]));
}

function levelIn(name: PolicyName, { id, severity }: Rule): RuleLevel {
  if (!id.startsWith('policy/')) return severity;
  switch (name) {
    case 'none':
      return 'off';
    case 'recommended':
      return severity;
    case 'strict':
      return severity === 'warning' ? 'error' : severity;
  }
}
