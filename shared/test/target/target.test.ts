import { expect, test } from '@jest/globals';
import { describeTarget, parseTarget } from '../../src/target/target.ts';

test.each([
  ['deployment/web', { kind: 'deployment', name: 'web' }],
  ['service/web:80', { kind: 'service', name: 'web', port: '80' }],
  ['service/web:http', { kind: 'service', name: 'web', port: 'http' }],
  ['statefulset/db', { kind: 'statefulset', name: 'db' }],
  ['pod/web-0', { kind: 'pod', name: 'web-0' }],
  ['pod/web.v1', { kind: 'pod', name: 'web.v1' }],
])('%s is a target, and is shown as it was written', (text, expected) => {
  const target = parseTarget(text);
  expect(target).toEqual(expected);
  expect(target && describeTarget(target)).toBe(text);
});

test.each([
  'web',
  'deployment/',
  'deployment/Web',
  'deployment/-web',
  'job/web',
  'service/web:',
  'service/web:0',
  'service/web:65536',
  'shop/deployment/web',
  'deployment/web ',
])('%j is no target', (text) => {
  expect(parseTarget(text)).toBeUndefined();
});
