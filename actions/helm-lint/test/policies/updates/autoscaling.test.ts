import { expect, test } from '@jest/globals';
import { hpaReplicas } from '../../../src/policies/updates/hpa-replicas.ts';
import { hpaTarget } from '../../../src/policies/updates/hpa-target.ts';
import { found, messages } from '../support/rendered.ts';

function workload(kind: string, spec: string, namespace = ''): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {name: web, namespace: "${namespace}"}
spec: ${spec}`;
}

function autoscaler(target: string, kind = 'HorizontalPodAutoscaler', namespace = ''): string {
  return `apiVersion: ${kind === 'ScaledObject' ? 'keda.sh/v1alpha1' : 'autoscaling/v2'}
kind: ${kind}
metadata: {name: scaler, namespace: "${namespace}"}
spec: {scaleTargetRef: ${target}}`;
}

const toWeb = '{apiVersion: apps/v1, kind: Deployment, name: web}';

test.each<[string, string, string, boolean]>([
  ['both', workload('Deployment', '{replicas: 2}'), autoscaler(toWeb), true],
  ['zero is set too', workload('Deployment', '{replicas: 0}'), autoscaler(toWeb), true],
  ['null is not set', workload('Deployment', '{replicas: null}'), autoscaler(toWeb), false],
  ['not set', workload('Deployment', '{}'), autoscaler(toWeb), false],
  [
    'another name',
    workload('Deployment', '{replicas: 2}'),
    autoscaler(toWeb.replace('web', 'api')),
    false,
  ],
  ['another kind', workload('StatefulSet', '{replicas: 2}'), autoscaler(toWeb), false],
  [
    'KEDA',
    workload('Deployment', '{replicas: 2}'),
    autoscaler('{name: web}', 'ScaledObject'),
    true,
  ],
  [
    'another namespace',
    workload('Deployment', '{replicas: 2}', 'a'),
    autoscaler(toWeb, undefined, 'b'),
    false,
  ],
  [
    'the release’s namespace',
    workload('Deployment', '{replicas: 2}', 'a'),
    autoscaler(toWeb),
    true,
  ],
])('replicas and an autoscaler: %s', (_, target, scaler, isWrong) => {
  const kind = target.includes('StatefulSet') ? 'StatefulSet' : 'Deployment';
  expect(found(hpaReplicas, `${target}\n---\n${scaler}`)).toEqual(
    isWrong ? [`${kind} spec.replicas (key)`] : [],
  );
});

test('the message names the autoscaler', () => {
  const text = `${workload('Deployment', '{replicas: 2}')}\n---\n${autoscaler(toWeb)}`;
  expect(messages(hpaReplicas, text)).toEqual([
    'replicas 2 is set here although HorizontalPodAutoscaler scaler scales it',
  ]);
});

test.each<[string, string, readonly string[]]>([
  ['there', toWeb, []],
  [
    'not there',
    '{kind: Deployment, name: wep}',
    ['the chart has no Deployment wep (did you mean web?)'],
  ],
  ['of another kind', '{kind: StatefulSet, name: web}', ['the chart has no StatefulSet web']],
  ['a custom resource', '{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: api}', []],
])('the target of an autoscaler is %s', (_, target, expected) => {
  const text = `${workload('Deployment', '{}')}\n---\n${autoscaler(target)}`;
  expect(messages(hpaTarget, text)).toEqual(expected);
});
