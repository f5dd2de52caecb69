import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PlannedCluster } from '../../actions/chaos-run/src/planning/planned-cluster.ts';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { deadline } from './support/deadline.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
const settings = (name: string, value: string, namespace: string): KubeObject => ({
  ...kind,
  metadata: { name, namespace, labels: { test: 'own' } },
  data: { value },
});

let own: OwnNamespace;
let planned: Cluster;

const there = { ...kind, name: 'there' };
const reference = (name: string) => ({ ...kind, name, namespace: own.namespace });

async function values(cluster: Cluster): Promise<readonly unknown[]> {
  const query = { ...kind, namespace: own.namespace, labelSelector: 'test=own' };
  const found = await cluster.list(query, deadline());
  return found.map(({ metadata, data }) => [metadata.name, data]);
}

beforeAll(async () => {
  own = await ownNamespace('chaos-planned');
  planned = new PlannedCluster(own.cluster);
  await own.cluster.create(settings('there', 'a', own.namespace), { signal: deadline() });
});

afterAll(async () => {
  await own.close();
});

test('what would be written is found by what is planned after it, and never written', async () => {
  const before = await own.cluster.read(there, deadline());
  const write = { signal: deadline() };
  expect(await planned.read(reference('there'), deadline())).toEqual(before);
  const patch = [{ op: 'replace', path: '/data/value', value: 'b' }] as const;
  expect(await planned.patch(reference('there'), patch, write)).toMatchObject({
    metadata: { uid: before?.metadata.uid },
    data: { value: 'b' },
  });
  expect(await values(planned)).toEqual([['there', { value: 'b' }]]);
  await planned.replace(settings('there', 'c', own.namespace), write);
  expect(await values(planned)).toEqual([['there', { value: 'c' }]]);
  await planned.create(settings('other', 'd', own.namespace), write);
  expect(await planned.read(reference('other'), deadline())).toMatchObject({
    data: { value: 'd' },
  });
  expect(await planned.delete(reference('there'), write)).toBe(true);
  expect(await planned.delete(reference('there'), write)).toBe(false);
  expect(await planned.read(reference('there'), deadline())).toBeUndefined();
  expect(await values(planned)).toEqual([]);
  expect(await own.cluster.read(there, deadline())).toEqual(before);
  expect(await values(own.cluster)).toEqual([['there', { value: 'a' }]]);
});

test('what is not there is neither changed nor ended, and no command runs', async () => {
  const write = { signal: deadline() };
  await expect(planned.patch(reference('none'), [], write)).rejects.toThrow(
    `ConfigMap none in namespace ${own.namespace} does not exist`,
  );
  expect(await planned.evict({ namespace: own.namespace, name: 'none' }, write)).toBe(false);
  await expect(planned.execInPod({ pod: 'none', command: ['true'] }, deadline())).rejects.toThrow(
    'a plan runs no commands',
  );
});
