import { describe, expect, test } from '@jest/globals';
import { pdbSelectsNone } from '../../../src/policies/selectors/pdb-selects-none.ts';
import { pdbReplicas } from '../../../src/policies/updates/pdb-replicas.ts';
import { found, messages } from '../support/rendered.ts';

function workload(kind: string, replicas: string, name = 'web'): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}}
spec: {replicas: ${replicas}, template: {metadata: {labels: {app: web, tier: front}}}}`;
}

function budget(fields: string, selector = '{matchLabels: {app: web}}'): string {
  return `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {${fields}, selector: ${selector}}`;
}

const autoscaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: 9`;

const all = (...texts: readonly string[]): string => texts.join('\n---\n');
const blocked = (field: string): readonly string[] => [`PodDisruptionBudget spec.${field} (value)`];

describe('budgets and replicas', () => {
  test.each<[string, string, readonly string[]]>([
    [
      '1 of 1',
      all(workload('Deployment', '1'), budget('minAvailable: 1')),
      blocked('minAvailable'),
    ],
    ['1 of 2', all(workload('Deployment', '2'), budget('minAvailable: 1')), []],
    [
      '3 of 2',
      all(workload('Deployment', '2'), budget('minAvailable: 3')),
      blocked('minAvailable'),
    ],
    ['0 of 1', all(workload('Deployment', '1'), budget('minAvailable: 0')), []],
    [
      '50 % of 1, rounded up',
      all(workload('StatefulSet', '1'), budget('minAvailable: 50%')),
      blocked('minAvailable'),
    ],
    ['50 % of 2', all(workload('StatefulSet', '2'), budget('minAvailable: 50%')), []],
    [
      '100 % of 5',
      all(workload('Deployment', '5'), budget('minAvailable: 100%')),
      blocked('minAvailable'),
    ],
    ['1 of 0', all(workload('Deployment', '0'), budget('minAvailable: 1')), []],
    [
      '1 of the default',
      all(workload('Deployment', 'null'), budget('minAvailable: 1')),
      blocked('minAvailable'),
    ],
    [
      'none may go',
      all(workload('Deployment', '5'), budget('maxUnavailable: 0')),
      blocked('maxUnavailable'),
    ],
    [
      '0 % may go',
      all(workload('Deployment', '5'), budget('maxUnavailable: 0%')),
      blocked('maxUnavailable'),
    ],
    ['1 may go', all(workload('Deployment', '1'), budget('maxUnavailable: 1')), []],
    ['a DaemonSet', all(workload('DaemonSet', 'null'), budget('minAvailable: 1')), []],
    [
      'two workloads',
      all(
        workload('Deployment', '1'),
        workload('Deployment', '1', 'api'),
        budget('minAvailable: 1'),
      ),
      [],
    ],
    [
      'fewest replicas of an autoscaler',
      all(
        workload('Deployment', 'null'),
        `${autoscaler}, minReplicas: 3}`,
        budget('minAvailable: 2'),
      ),
      [],
    ],
    [
      'an autoscaler that goes down to one',
      all(workload('Deployment', '4'), `${autoscaler}}`, budget('minAvailable: 1')),
      blocked('minAvailable'),
    ],
    ['a budget for nothing', budget('minAvailable: 1'), []],
  ])('%s', (_, text, expected) => {
    expect(found(pdbReplicas, text)).toEqual(expected);
  });

  test('the message names the workload', () => {
    expect(
      messages(pdbReplicas, all(workload('Deployment', '2'), budget('minAvailable: 2'))),
    ).toEqual(['minAvailable 2 keeps 2 of 2 pods of Deployment web from being evicted']);
    expect(
      messages(pdbReplicas, all(workload('DaemonSet', '1'), budget('minAvailable: 100%'))),
    ).toEqual(['minAvailable 100% keeps all of its pods of DaemonSet web from being evicted']);
  });
});

describe('what a budget selects', () => {
  const web = workload('Deployment', '2');
  test.each<[string, boolean]>([
    ['{matchLabels: {app: web}}', true],
    ['{matchLabels: {app: api}}', false],
    ['{matchLabels: {app: web, tier: back}}', false],
    ['{matchExpressions: [{key: tier, operator: In, values: [front, back]}]}', true],
    ['{matchExpressions: [{key: tier, operator: DoesNotExist}]}', false],
    ['{}', true],
    ['null', true],
  ])('%s', (selector, isFine) => {
    expect(found(pdbSelectsNone, all(web, budget('maxUnavailable: 1', selector)))).toEqual(
      isFine ? [] : blocked('selector'),
    );
  });
});
