import { expect, test } from '@jest/globals';
import { checkPolicies } from '../../src/policies/check-policies.ts';
import { containerExample } from '../../src/policies/examples.ts';
import { namedLevels } from '../../src/policies/rule-levels.ts';
import { rules } from '../../src/policies/rules.ts';
import { rendered } from './support/rendered.ts';

const objects = rendered(containerExample('image: shop/web:latest'));

function bySeverity(levels: Parameters<typeof checkPolicies>[1]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { rule, severity } of checkPolicies(objects, levels)) {
    (found[severity] ??= []).push(rule.replace('policy/', ''));
  }
  return found;
}

const all = [
  'image-latest',
  'readiness-probe',
  'liveness-probe',
  'resource-requests',
  'resource-limits',
  'run-as-non-root',
  'version-label',
  'version-label',
];

test('recommended warns', () => {
  expect(bySeverity(namedLevels('recommended', rules))).toEqual({ warning: all });
});

test('strict makes errors of the warnings', () => {
  expect(bySeverity(namedLevels('strict', rules))).toEqual({ error: all });
});

test('none finds nothing', () => {
  expect(bySeverity(namedLevels('none', rules))).toEqual({});
});

test('each rule has the severity that it is given', () => {
  const levels = new Map([
    ['policy/image-latest', 'error'],
    ['policy/readiness-probe', 'warning'],
    ['policy/liveness-probe', 'off'],
  ] as const);
  expect(bySeverity(levels)).toEqual({ error: ['image-latest'], warning: ['readiness-probe'] });
});
