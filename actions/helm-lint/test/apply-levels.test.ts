import { expect, test } from '@jest/globals';
import { applyLevels } from '../src/apply-levels.ts';
import { rules } from '../src/report/rules.ts';
import type { RuleLevel } from '../src/policies/rule-levels.ts';
import { sampleFinding } from './sample-finding.ts';

test.each([
  ['its usual level', 'warning', 'notice', ['notice']],
  ['another level', 'error', 'notice', ['error']],
  ['off', 'off', 'error', []],
] as const)('a rule at %s', (_, level, severity, expected) => {
  const finding = sampleFinding({ rule: 'ignore/no-reason', severity });
  const levels = new Map<string, RuleLevel>([['ignore/no-reason', level]]);
  expect(applyLevels([finding], levels, rules).map((each) => each.severity)).toEqual(expected);
});

test('a rule that is not set keeps its findings as they are', () => {
  const finding = sampleFinding({ severity: 'notice' });
  expect(applyLevels([finding], new Map(), rules)).toEqual([finding]);
});
