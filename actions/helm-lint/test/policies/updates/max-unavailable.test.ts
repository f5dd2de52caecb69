import { expect, test } from '@jest/globals';
import { maxUnavailable } from '../../../src/policies/updates/max-unavailable.ts';
import { found, messages } from '../support/rendered.ts';

function deployment(replicas: string, strategy: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: ${replicas}, strategy: ${strategy}}`;
}

const rolling = (fields: string): string => `{rollingUpdate: {${fields}}}`;

test.each<[string, string, 'maxUnavailable' | 'maxSurge' | undefined]>([
  ['1', '{}', undefined],
  ['null', rolling('maxUnavailable: 1'), 'maxUnavailable'],
  ['1', rolling('maxUnavailable: 1'), 'maxUnavailable'],
  ['1', rolling('maxUnavailable: 0'), undefined],
  ['1', rolling('maxUnavailable: 50%'), undefined],
  ['2', rolling('maxUnavailable: 50%'), undefined],
  ['2', rolling('maxUnavailable: 99%'), undefined],
  ['2', rolling('maxUnavailable: 100%'), 'maxUnavailable'],
  ['3', rolling('maxUnavailable: 1'), undefined],
  ['3', rolling('maxUnavailable: 5'), 'maxUnavailable'],
  ['0', rolling('maxUnavailable: 1'), undefined],
  ['1', rolling('maxSurge: 0'), 'maxSurge'],
  ['1', rolling('maxSurge: 0%'), 'maxSurge'],
  ['3', rolling('maxSurge: 0'), undefined],
  ['1', '{type: Recreate}', undefined],
])('%s replicas with %s', (replicas, strategy, field) => {
  const path = `Deployment spec.strategy.rollingUpdate.${field ?? ''} (value)`;
  expect(found(maxUnavailable, deployment(replicas, strategy))).toEqual(
    field === undefined ? [] : [path],
  );
});

test('an autoscaler says how many replicas there are at least', () => {
  const autoscaler = (fewest: number): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {minReplicas: ${fewest}, scaleTargetRef: {kind: Deployment, name: web}}`;
  const text = deployment('null', rolling('maxUnavailable: 2'));
  expect(found(maxUnavailable, `${text}\n---\n${autoscaler(3)}`)).toEqual([]);
  expect(messages(maxUnavailable, `${text}\n---\n${autoscaler(2)}`)).toEqual([
    'maxUnavailable 2 lets an update take all 2 pods away',
  ]);
});

test('a DaemonSet may not lose the pods of all nodes', () => {
  const set = (limit: string): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec: {updateStrategy: {rollingUpdate: {maxUnavailable: ${limit}}}}`;
  expect(found(maxUnavailable, set('100%'))).toEqual([
    'DaemonSet spec.updateStrategy.rollingUpdate.maxUnavailable (value)',
  ]);
  expect(found(maxUnavailable, set('10%'))).toEqual([]);
});
