import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/cluster/kube-object.ts';
import { podsAtWork } from '../../../src/release/scale/pods-at-work.ts';
import { takenDown } from '../../../src/release/scale/scaled-workload.ts';

function scaled(name: string, replicas: number) {
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name };
  return { reference, replicas, since: `2026-11-21T00:00:0${replicas}.000Z` };
}

test('of two revisions that took the same workload down the newer one knows', () => {
  const records = [
    { scaledDown: [scaled('web', 3)] },
    {},
    { scaledDown: [scaled('web', 1), scaled('worker', 2)] },
  ];
  const found = takenDown(records).map(({ reference, replicas }) => [reference.name, replicas]);
  expect(found.sort()).toEqual([
    ['web', 3],
    ['worker', 2],
  ]);
  expect(takenDown([{}])).toEqual([]);
});

describe('podsAtWork', () => {
  function pod(name: string, owner: readonly [string, string], fields: Partial<KubeObject> = {}) {
    const [kind, ownerName] = owner;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        labels: { 'pod-template-hash': 'abc' },
        ownerReferences: [{ kind, name: ownerName }],
      },
      status: { phase: 'Running' },
      ...fields,
    };
  }
  const pods = [
    pod('running', ['ReplicaSet', 'web-abc']),
    pod('pending', ['ReplicaSet', 'web-abc'], { status: { phase: 'Pending' } }),
    pod('evicted', ['ReplicaSet', 'web-abc'], { status: { phase: 'Failed' } }),
    pod('done', ['ReplicaSet', 'web-abc'], { status: { phase: 'Succeeded' } }),
    pod('canary', ['ReplicaSet', 'web-canary-abc']),
    pod('job', ['Job', 'web']),
    pod('ordinal', ['StatefulSet', 'web']),
  ];

  test.each([
    ['Deployment', 'web', ['running', 'pending']],
    ['Deployment', 'web-canary', ['canary']],
    ['StatefulSet', 'web', ['ordinal']],
    ['StatefulSet', 'other', []],
  ])('%s %s', (kind, name, wanted) => {
    expect(podsAtWork({ kind, name }, pods).map(({ metadata }) => metadata.name)).toEqual(wanted);
  });
});
