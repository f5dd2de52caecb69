import { expect, test } from '@jest/globals';
import {
  listVersions,
  onlyWhere,
  readKubernetesVersions,
} from '../../src/schema/kubernetes-versions.ts';

const shipped = ['1.33', '1.34', '1.35', '1.36', '1.37'];

test.each([
  [[], shipped],
  [['1.36'], ['1.36']],
  [['v1.36'], ['1.36']],
  [
    ['1.36.1', '1.34'],
    ['1.34', '1.36'],
  ],
  [['1.37', 'v1.37.0'], ['1.37']],
])('%j means %j', (given, versions) => {
  expect(readKubernetesVersions(given, shipped)).toEqual({ versions, problems: [] });
});

test.each([
  ['1.20', 'this release of helm-lint has no schemas of Kubernetes 1.20; allowed are 1.33, '],
  ['1.38.0', 'this release of helm-lint has no schemas of Kubernetes 1.38; allowed are 1.33, '],
  ['1,36', '"1,36" is not a Kubernetes version such as 1.36 (did you mean 1.36?); allowed are '],
  ['newest', '"newest" is not a Kubernetes version such as 1.36; allowed are 1.33, '],
  ['1', '"1" is not a Kubernetes version such as 1.36; allowed are '],
])('%s is a problem, and the others are read', (given, message) => {
  const { versions, problems } = readKubernetesVersions([given, '1.35'], shipped);
  expect(versions).toEqual(['1.35']);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(message);
});

test.each([
  [[], ''],
  [['1.33'], '1.33'],
  [['1.33', '1.34'], '1.33 and 1.34'],
  [['1.33', '1.37'], '1.33 and 1.37'],
  [['1.34', '1.35', '1.36'], '1.34 to 1.36'],
  [['1.33', '1.35', '1.36'], '1.33, 1.35 and 1.36'],
])('%j reads %s', (versions, text) => {
  expect(listVersions(versions, shipped)).toBe(text);
});

test.each([
  [
    ['1.36', '1.37'],
    'render it only where `semverCompare ">=1.36-0" .Capabilities.KubeVersion.Version`, or set kubeVersion: ">=1.36-0" in Chart.yaml',
  ],
  [['1.33', '1.34'], 'render it only for Kubernetes 1.33 and 1.34, which have it'],
])('what only %j have', (having, hint) => {
  expect(onlyWhere(having, shipped)).toBe(hint);
});
