import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import { ObservedObjects } from '../../src/cluster/observed-objects.ts';

const pod = (name: string, namespace = 'shop', phase = ''): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  phase,
});

test('several changes come as one, sorted by namespace and name', async () => {
  const known = new ObservedObjects();
  known.reset([pod('b'), pod('a'), pod('a', 'other')]);
  known.put(pod('b', 'shop', 'Running'));
  known.remove(pod('a'));
  await known.change();
  expect(known.take()).toEqual([pod('a', 'other'), pod('b', 'shop', 'Running')]);
});

test('a change is told to who waits for it', async () => {
  const known = new ObservedObjects();
  known.reset([]);
  await known.change();
  known.take();
  const change = known.change();
  known.put(pod('a'));
  await change;
  expect(known.take()).toEqual([pod('a')]);
});

test('a failure is told to who waits', async () => {
  const known = new ObservedObjects();
  const change = known.change();
  known.fail(new Error('forbidden'));
  await expect(change).rejects.toThrow('forbidden');
});
