import { describe, expect, test } from '@jest/globals';
import { selectorImmutable } from '../../../src/policies/selectors/selector-immutable.ts';
import { selectorMismatch } from '../../../src/policies/selectors/selector-mismatch.ts';
import { found, messages } from '../support/rendered.ts';

function workload(selector: string, labels: string, kind = 'Deployment'): string {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {name: web}
spec:
  selector: ${selector}
  template: {metadata: {labels: ${labels}}}`;
}

describe('selector and labels', () => {
  test.each<[string, string, readonly string[]]>([
    ['{matchLabels: {app: web}}', '{app: web, tier: front}', []],
    ['{matchLabels: {app: web}}', '{app: api}', ['spec.template.metadata.labels.app (value)']],
    ['{matchLabels: {app: web}}', '{}', ['spec.template.metadata.labels.app (missing)']],
    ['{matchLabels: {app: web}}', 'null', ['spec.template.metadata.labels.app (missing)']],
    [
      '{matchLabels: {app: web, tier: front}}',
      '{app: api}',
      ['spec.template.metadata.labels.app (value)', 'spec.template.metadata.labels.tier (missing)'],
    ],
    ['{matchLabels: {version: 1}}', '{version: 1}', []],
    ['{matchExpressions: [{key: app, operator: Exists}]}', '{app: web}', []],
    [
      '{matchExpressions: [{key: app, operator: Exists}, {key: app, operator: In, values: [api]}]}',
      '{app: web}',
      ['spec.selector.matchExpressions.1 (value)'],
    ],
    ['{}', '{app: web}', ['spec.selector (value)']],
    ['null', '{app: web}', []],
  ])('%s and %s', (selector, labels, paths) => {
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet']) {
      expect(found(selectorMismatch, workload(selector, labels, kind))).toEqual(
        paths.map((path) => `${kind} ${path}`),
      );
    }
  });

  test('the message has both sides', () => {
    expect(messages(selectorMismatch, workload('{matchLabels: {app: web}}', '{app: api}'))).toEqual(
      ['the selector wants app=web, and the pods have app=api'],
    );
  });

  test('a Job, whose selector is made by the server, is not looked at', () => {
    const job = workload('{matchLabels: {app: web}}', '{}', 'Job').replace('apps/v1', 'batch/v1');
    expect(found(selectorMismatch, job)).toEqual([]);
  });
});

describe('labels that change with the version', () => {
  test.each<[string, boolean]>([
    ['app: web', false],
    ['helm.sh/chart: web-1.4.2', true],
    ['app.kubernetes.io/version: v1', true],
    ['chart: web', true],
    ['release: web-1.4.2', true],
    ['version: 1.4.2', true],
    ['version: v1', false],
    ['version: stable', false],
    ['app.kubernetes.io/instance: shop', false],
    ['app.kubernetes.io/managed-by: Helm', false],
  ])('%s', (label, isChanging) => {
    const key = label.slice(0, label.indexOf(': '));
    const text = workload(`{matchLabels: {${label.replace(': ', ': "')}"}}`, '{}');
    expect(found(selectorImmutable, text)).toEqual(
      isChanging ? [`Deployment spec.selector.matchLabels.${key} (value)`] : [],
    );
  });

  test('in a volume claim template too', () => {
    const text = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  selector: {matchLabels: {app: db}}
  volumeClaimTemplates:
    - metadata: {name: data, labels: {app: db, helm.sh/chart: db-2.0.0}}`;
    expect(found(selectorImmutable, text)).toEqual([
      'StatefulSet spec.volumeClaimTemplates.0.metadata.labels.helm.sh/chart (value)',
    ]);
    expect(found(selectorImmutable, text.replace('StatefulSet', 'Deployment'))).toEqual([]);
  });
});
