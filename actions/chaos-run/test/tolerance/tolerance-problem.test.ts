import { expect, test } from '@jest/globals';
import type { Json } from '@kube-delivery/shared/json/json';
import { toleranceProblem } from '../../src/tolerance/tolerance-problem.ts';
import { answersOf } from './answers.ts';

const { validity } = answersOf('chaoslib-answers') as {
  readonly validity: readonly { readonly tolerance: Json; readonly valid: boolean }[];
};

test.each(validity)('chaoslib finds $tolerance valid: $valid', ({ tolerance, valid }) => {
  expect(toleranceProblem(tolerance) === undefined).toBe(valid);
});

test.each([
  [1.5, 'a tolerance cannot be a number with a fraction; write {type: range, range: [from, to]}'],
  [
    { type: 'regexp' },
    'the tolerance\'s type must be probe, regex, jsonpath or range, not "regexp"',
  ],
  [
    { type: 'regex', pattern: '(' },
    'the pattern "(" is not valid: a parenthesis "(" is not closed at character 1',
  ],
  [
    { type: 'jsonpath', path: 'items' },
    'the JSON path "items" is not valid: a path begins with "$", but "items" stands at character 1',
  ],
  [{ type: 'range', range: [1, '2'] }, 'the bounds of a range are numbers, not a text'],
])('%j is refused with the reason', (tolerance, message) => {
  expect(toleranceProblem(tolerance)).toBe(message);
});

test('a whole number that the file writes as a fraction is no integer', () => {
  expect(toleranceProblem(200)).toBeUndefined();
  expect(toleranceProblem(200, true)).toContain('cannot be a number with a fraction');
});
