import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import { arrayAt, objectAt } from '../../src/json/json.ts';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { isSurelyApplied } from '../../src/release/applied-fields.ts';

/** A Deployment as the API server keeps it after this suite applied it. */
const live = JSON.parse(
  readFileSync(new URL('./payloads/applied-deployment.json', import.meta.url), 'utf8'),
) as KubeObject;

interface Changes {
  readonly labels?: JsonObject;
  readonly annotations?: JsonObject;
  readonly spec?: JsonObject;
  readonly template?: JsonObject;
  readonly container?: JsonObject;
}

/** What was applied, with changes. */
function declared({ labels, annotations, spec, template, container }: Changes = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: 'shop',
      labels: (labels ?? objectAt(live, 'metadata', 'labels')) as Record<string, string>,
      ...(annotations === undefined ? {} : { annotations: annotations as Record<string, string> }),
    },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          nodeSelector: { pool: 'web' },
          tolerations: [{ key: 'pool', operator: 'Exists' }],
          containers: [
            {
              name: 'app',
              image: 'registry.test/web:1',
              readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
              lifecycle: { preStop: { sleep: { seconds: 1 } } },
              ports: [{ containerPort: 8080 }],
              resources: { requests: { cpu: '10m', memory: '16Mi' } },
              ...container,
            },
          ],
          ...template,
        },
      },
      ...spec,
    },
  };
}

const isSure = (object: KubeObject, present: KubeObject = live): boolean =>
  isSurelyApplied(object, present, 'kube-delivery');

describe('what was applied before, and is as it was', () => {
  test.each<[string, KubeObject]>([
    ['the same object', declared()],
    [
      'with other annotations of this suite',
      declared({ annotations: { 'kube-delivery.dev/x': 'y' } }),
    ],
    ['with values that are defaults', declared({ spec: { replicas: 2 } })],
  ])('%s', (_, object) => {
    expect(isSure(object)).toBe(true);
  });

  test('under a name and a version of its own only', () => {
    expect(isSurelyApplied(declared(), live, 'helm')).toBe(false);
    expect(isSure({ ...declared(), apiVersion: 'apps/v1beta1' })).toBe(false);
    expect(isSure(declared(), { ...live, metadata: { ...live.metadata, managedFields: [] } })).toBe(
      false,
    );
  });
});

describe('what would change something, or may', () => {
  test.each<[string, Changes]>([
    ['another value', { container: { image: 'registry.test/web:2' } }],
    [
      'a value written in another way',
      { container: { resources: { requests: { cpu: '0.01', memory: '16Mi' } } } },
    ],
    ['a field more', { container: { imagePullPolicy: 'IfNotPresent' } }],
    ['a field that is null', { spec: { paused: null } }],
    ['a field less', { template: { nodeSelector: {} } }],
    ['a label less', { labels: { 'app.kubernetes.io/managed-by': 'kube-delivery' } }],
    ['an annotation more', { annotations: { team: 'a' } }],
    ['another item', { container: { ports: [{ containerPort: 8081 }] } }],
    ['an item more', { container: { ports: [{ containerPort: 8080 }, { containerPort: 8081 }] } }],
    ['an item twice', { container: { ports: [{ containerPort: 8080 }, { containerPort: 8080 }] } }],
    [
      'a key of an item that was a default',
      { container: { ports: [{ containerPort: 8080, protocol: 'TCP' }] } },
    ],
    ['a list instead of a map', { container: { resources: [] } }],
    ['another part of what is owned as a whole', { template: { tolerations: [{ key: 'pool' }] } }],
  ])('%s', (_, changes) => {
    expect(isSure(declared(changes))).toBe(false);
  });

  test.each<[string, (present: KubeObject) => JsonObject]>([
    ['somebody else changed a value', ({ spec }) => ({ spec: { ...objectAt(spec), replicas: 5 } })],
    [
      'it is being deleted',
      ({ metadata }) => ({ metadata: { ...metadata, deletionTimestamp: '2026-11-21T15:09:10Z' } }),
    ],
  ])('%s', (_, changes) => {
    expect(isSure(declared(), { ...live, ...changes(live) })).toBe(false);
  });
});

describe('lists', () => {
  /** An object whose list is owned item by item, as `fields` say. */
  function listed(fields: JsonObject, items: readonly Json[]): KubeObject {
    const entry = {
      manager: 'kube-delivery',
      operation: 'Apply',
      apiVersion: 'v1',
      fieldsV1: { 'f:items': fields },
    };
    return {
      apiVersion: 'v1',
      kind: 'Thing',
      metadata: { name: 'thing', managedFields: [entry] },
      items,
    };
  }
  const wanted = (...items: readonly Json[]): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: { name: 'thing' },
    items,
  });
  const named = (name: string): JsonObject => ({ name });
  const keys = (...names: readonly string[]): JsonObject =>
    Object.fromEntries(names.map((name) => [`k:{"name":"${name}"}`, { '.': {}, 'f:name': {} }]));
  const values = (...all: readonly Json[]): JsonObject =>
    Object.fromEntries(all.map((value) => [`v:${JSON.stringify(value)}`, {}]));

  test.each<[string, boolean, KubeObject, KubeObject]>([
    [
      'beside items of others',
      true,
      wanted(named('b')),
      listed(keys('b'), [named('a'), named('b')]),
    ],
    [
      'in the order they have',
      true,
      wanted(named('a'), named('b')),
      listed(keys('b', 'a'), [named('a'), named('c'), named('b')]),
    ],
    [
      'in another order',
      false,
      wanted(named('b'), named('a')),
      listed(keys('a', 'b'), [named('a'), named('b')]),
    ],
    ['that is not there', false, wanted(named('a')), listed(keys('a'), [named('b')])],
    ['values of a set', true, wanted('x', 'y'), listed(values('y', 'x'), ['x', 'z', 'y'])],
    [
      'values of a set in another order',
      false,
      wanted('y', 'x'),
      listed(values('y', 'x'), ['x', 'y']),
    ],
    ['by place', false, wanted('x'), listed({ 'i:0': {} }, ['x'])],
    ['by broken keys', false, wanted('x'), listed({ 'v:{': {} }, ['x'])],
  ])('%s', (_, sure, object, present) => {
    expect(arrayAt(object, 'items').length).toBeGreaterThan(0);
    expect(isSure(object, present)).toBe(sure);
  });
});
