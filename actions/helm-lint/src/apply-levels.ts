import type { Finding } from './finding.ts';
import type { RuleLevels } from './policies/rule-levels.ts';
import type { Rule } from './rules.ts';

/**
 * Findings with the severity that `levels` gives their rules; those of rules that are off are left out.
 * A rule at its usual level keeps the severity of each finding, which may depend on the place.
 */
export function applyLevels(
  findings: readonly Finding[],
  levels: RuleLevels,
  rules: readonly Rule[],
): readonly Finding[] {
  const usual = new Map(rules.map(({ id, severity }) => [id, severity]));
  return findings.flatMap((finding) => {
    const level = levels.get(finding.rule);
    if (level === 'off') return [];
    const isUsual = level === undefined || level === usual.get(finding.rule);
    return [isUsual ? finding : { ...finding, severity: level }];
  });
}
