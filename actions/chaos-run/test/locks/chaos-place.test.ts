import { expect, test } from '@jest/globals';
import { leaseReference } from '@kube-delivery/shared/cluster/lease-object';
import { describePlace, lockOf, placeOfLease, placesOf } from '../../src/locks/chaos-place.ts';

test('places are in the order in which every run takes their locks, each once', () => {
  const wanted = { namespaces: ['shop', 'blog', 'shop'], clusterWide: true };
  expect(placesOf(wanted, 'ops')).toEqual([
    { scope: 'namespace', namespace: 'blog' },
    { scope: 'namespace', namespace: 'shop' },
    { scope: 'cluster', namespace: 'ops' },
  ]);
  expect(placesOf({ namespaces: [], clusterWide: false }, 'ops')).toEqual([]);
});

test.each([
  [{ scope: 'namespace', namespace: 'shop' }, 'kube-delivery-chaos-shop'],
  [{ scope: 'cluster', namespace: 'shop' }, 'kube-delivery-chaos-cluster.nodes'],
] as const)('the Lease of %j is %s, and the other way around', (place, name) => {
  expect(leaseReference(lockOf(place))).toMatchObject({ kind: 'Lease', namespace: 'shop', name });
  expect(placeOfLease(name, 'shop')).toEqual(place);
});

test.each(['kube-delivery-chaos-blog', 'kube-delivery-release-shop', 'kube-delivery-chaos-'])(
  'the Lease %s of namespace shop is no lock of chaos',
  (name) => {
    expect(placeOfLease(name, 'shop')).toBeUndefined();
  },
);

test('places in words', () => {
  expect(describePlace({ scope: 'namespace', namespace: 'shop' })).toBe('namespace shop');
  expect(describePlace({ scope: 'cluster', namespace: 'shop' })).toBe(
    'the objects of no namespace',
  );
});
