import { expect, test } from '@jest/globals';
import { checkAnnotations, checkLabels } from '../../src/schema/check-labels.ts';

test.each([
  ['app', 'web'],
  ['app', ''],
  ['app.kubernetes.io/version', 'v1.2.3_x'],
  ['A', 'a'.repeat(63)],
  ['app', null],
  ['app', 5],
])('%s: %s is a label, as far as its type is right', (key, value) => {
  expect(checkLabels({ [key]: value })).toEqual([]);
});

test.each([
  ['app', 'a b', 'value'],
  ['app', '-a', 'value'],
  ['app', 'a.', 'value'],
  ['app', 'a'.repeat(64), 'value'],
  ['app', 'a/b', 'value'],
  ['a b', 'x', 'key'],
  ['/app', 'x', 'key'],
  ['Example.com/app', 'x', 'key'],
  ['a/b/c', 'x', 'key'],
  ['example.com/', 'x', 'key'],
  [`a/${'n'.repeat(64)}`, 'x', 'key'],
])('%j: %j is no label because of its %s', (key, value, about) => {
  expect(checkLabels({ [key]: value })).toMatchObject([{ rule: 'invalid-label', key, about }]);
});

test('a value that is too long is told with its length', () => {
  const [fault] = checkLabels({ app: 'a'.repeat(70) });
  expect(fault?.message).toContain('it has 70 characters of at most 63');
});

test('annotations may hold any text, and keys in upper case', () => {
  expect(checkAnnotations({ 'Example.com/Checks': 'a b\n{}' })).toEqual([]);
  expect(checkAnnotations({ 'a b': 'x' })).toMatchObject([{ key: 'a b', about: 'key' }]);
});

test('annotations over 256 KiB in all are a problem of the largest', () => {
  const faults = checkAnnotations({ a: 'x'.repeat(100_000), b: 'y'.repeat(200_000) });
  expect(faults).toMatchObject([{ key: 'b', about: 'value' }]);
  expect(faults[0]?.message).toContain('have 300002 bytes');
  expect(checkAnnotations({ a: 'x'.repeat(256 * 1024 - 1) })).toEqual([]);
});
