import { expect, test } from '@jest/globals';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { newestFirst, readRecord, recordObject } from '../../src/undo/fault-record.ts';
import type { FaultRecord } from '../../src/undo/fault-record.ts';
import type { UndoStep } from '../../src/undo/undo-step.ts';

const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const policy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  namespace: 'shop',
  name: 'deny',
};
const scaled: UndoStep = {
  kind: 'restore-field',
  object: web,
  uid: 'u1',
  field: ['spec', 'replicas'],
  before: 3,
  during: 0,
};
const record: FaultRecord = {
  id: '1f3a09bc',
  title: 'scale Deployment web from 3 to 0',
  run: '17-1-aa',
  place: { scope: 'namespace', namespace: 'shop' },
  sequence: 4,
  at: '2026-11-21T12:00:00.000Z',
  stays: false,
  steps: [
    { kind: 'nothing' },
    scaled,
    { kind: 'delete-object', object: policy },
    {
      kind: 'create-object',
      object: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'allow', namespace: 'shop' },
        spec: { podSelector: {} },
      },
    },
  ],
};

test('what is written is what is read', () => {
  const object = recordObject(record, 'https://ci.example/17');
  expect(object.metadata).toEqual({
    name: 'kube-delivery-chaos-1f3a09bc',
    namespace: 'shop',
    labels: {
      'app.kubernetes.io/managed-by': 'kube-delivery',
      'kube-delivery.dev/chaos-run': '17-1-aa',
    },
    annotations: { 'kube-delivery.dev/run': 'https://ci.example/17' },
  });
  expect(readRecord(object)).toEqual(record);
  const staying = { ...record, stays: true };
  expect(recordObject(staying, '').metadata.labels).toMatchObject({
    'kube-delivery.dev/chaos-stays': 'true',
  });
  expect(readRecord(recordObject(staying, ''))).toEqual(staying);
  const place = { scope: 'cluster', namespace: 'default' } as const;
  const onNode = {
    ...record,
    place,
    steps: [
      {
        ...scaled,
        object: { apiVersion: 'v1', kind: 'Node', name: 'n1' },
        field: ['spec', 'unschedulable'],
        before: null,
        during: true,
      } as const,
    ],
  };
  expect(readRecord(recordObject(onNode, ''))).toEqual(onNode);
});

function changed(change: JsonObject): KubeObject {
  const object = recordObject(record, '');
  const fault: unknown = JSON.parse((object.data as { 'fault.json': string })['fault.json']);
  return { ...object, data: { 'fault.json': JSON.stringify({ ...(fault as object), ...change }) } };
}

const stepOf = (step: JsonObject): KubeObject => changed({ steps: [step] });

test.each<[string, KubeObject, RegExp]>([
  ['no data', { ...recordObject(record, ''), data: {} }, /holds no JSON/],
  ['a list', { ...recordObject(record, ''), data: { 'fault.json': '[]' } }, /holds no JSON/],
  ['a later version', changed({ schemaVersion: 2 }), /another version of chaos-run/],
  ['no title', changed({ title: '' }), /does not hold all/],
  ['no steps', changed({ steps: null }), /does not hold all/],
  ['the id of another', changed({ id: '00000000' }), /the id of another record/],
  ['an unknown step', stepOf({ kind: 'run' }), /a step that is not known/],
  ['a step without its object', stepOf({ kind: 'delete-object' }), /a step that is not known/],
  [
    'a field with a hole',
    stepOf({ kind: 'restore-field', object: web, uid: 'u1', field: ['spec', null] }),
    /a step that is not known/,
  ],
  [
    'a step in another namespace',
    stepOf({ kind: 'delete-object', object: { ...policy, namespace: 'kube-system' } }),
    /is not trusted: NetworkPolicy deny in namespace kube-system lies elsewhere/,
  ],
  [
    'nodes in a namespace of somebody',
    changed({ scope: 'cluster', steps: [{ kind: 'nothing' }] }),
    /is not trusted: what lies in no namespace is recorded in namespace default/,
  ],
])('a record with %s is not used, and says what to do', (_, object, problem) => {
  const found = readRecord(object);
  expect(found).toEqual({ problem: expect.stringMatching(problem) });
  expect(found).toEqual({
    problem: expect.stringMatching(/^ConfigMap .* in namespace shop .* and delete it$/),
  });
});

test('the newest fault is first', () => {
  const first = { ...record, sequence: 1 };
  const second = { ...record, sequence: 2 };
  const other = { ...record, sequence: 0, at: '2026-11-21T14:00:00.000Z' };
  expect([first, second].toSorted(newestFirst)).toEqual([second, first]);
  expect([first, other].toSorted(newestFirst)).toEqual([other, first]);
});
