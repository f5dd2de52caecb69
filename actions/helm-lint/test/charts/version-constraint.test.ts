import { expect, test } from '@jest/globals';
import { fullVersion, meetsConstraint } from '../../src/charts/version-constraint.ts';
import { runHelm } from './support/helm.ts';
import { chartYaml, workspaceWith } from './support/workspace.ts';

test.each([
  ['1.2.3', '1.2.3'],
  ['v1.2', '1.2.0'],
  ['1', '1.0.0'],
  ['1.2.3-rc.1+build', '1.2.3-rc.1'],
  ['', undefined],
  ['latest', undefined],
  ['1.2.3.4', undefined],
])('the version %j in full is %j', (text, expected) => {
  expect(fullVersion(text)).toBe(expected);
});

// What Masterminds/semver 3.5.0, Helm's library, says of each.
const table: readonly (readonly [string, string, boolean | undefined])[] = [
  ['', '1.2.3', true],
  ['*', '1.2.3', true],
  ['1.x', '1.9.0', true],
  ['1.x', '2.0.0', false],
  ['1.2', '1.2.9', true],
  ['~1.2.3', '1.2.9', true],
  ['~>1.2', '1.3.0', false],
  ['^1.2.3', '1.9.0', true],
  ['^0.2.3', '0.3.0', false],
  ['>=1.0.0, <2.0.0', '1.5.0', true],
  ['>=1.0.0 <2.0.0', '2.0.0', false],
  ['=>1.0.0', '1.0.0', true],
  ['!=1.2.3', '1.2.3', false],
  ['!=1.2.3', '1.2.4', true],
  ['1.2 - 1.4.5', '1.4.5', true],
  ['1.2 - 1.4.5', '1.4.6', false],
  ['^1 || ^3', '3.1.0', true],
  ['^1.0.0', '1.1.0-rc.1', false],
  ['^1.0.0-0', '1.1.0-rc.1', true],
  ['>=1.0.0-0', '2.0.0-beta', true],
  ['>= 1.28.0-0', 'v1.36.1', true],
  ['1.2.3', '1.2.3+build', true],
  ['<2.0.0-0', '2.0.0-beta', false],
  ['<2', '2.0.0-beta', false],
  ['~1.2.0-0', '1.2.5-rc', true],
  ['1.2.x', '1.2.0-rc', false],
  ['*', '1.0.0-rc', false],
  ['!=1.0.0', '1.0.1-rc', false],
  ['^1 || >=1.0.0-0', '1.1.0-rc', true],
  ['=1.2', '1.2.4', true],
  ['>1.2', '1.2.4', false],
  ['<=1.2', '1.2.4', true],
  ['!=1.2', '1.2.4', false],
  ['^0', '0.5.0', true],
  ['^0.0', '0.0.5', true],
  ['^0.0.3', '0.0.4', false],
  ['~0', '0.9.0', true],
  ['>=1.2.x', '1.2.0', true],
  ['01.2.3', '1.2.3', true],
  ['<1.2.x', '1.2.0', false],
  ['^1.2.3-beta', '1.2.3-alpha', false],
  ['1.2.3-beta', '1.2.3-beta', true],
  ['newest', '1.2.3', undefined],
  ['1.2.3,', '1.2.3', undefined],
  ['^1.0.0 && ^2', '1.2.3', undefined],
];

test.each(table)('the constraint %j takes %s: %j', (constraint, version, expected) => {
  expect(meetsConstraint(version, constraint)).toBe(expected);
});

test('Helm says the same of kubeVersion', () => {
  const differing = table.filter(([constraint, version, expected]) => {
    // Of a cluster's version Helm takes the three numbers only; an empty kubeVersion is none.
    if (constraint === '' || /[-+]/.test(version)) return false;
    const made = workspaceWith({
      'x/Chart.yaml': chartYaml('x', `kubeVersion: ${JSON.stringify(constraint)}`),
    });
    const { isGood } = runHelm(made, 'template', 'x', '--kube-version', version);
    return isGood !== (expected === true);
  });
  expect(differing).toEqual([]);
});
