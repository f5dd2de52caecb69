import { expect, test } from '@jest/globals';
import { leaseReference } from '@kube-delivery/shared/cluster/lease-object';
import { describePlace, lockOf, placeOfLease, placesOf } from '../../src/locks/chaos-place.ts';

test('places are in the order in which every run takes their locks, each once', () => {
  const wanted = { namespaces: ['shop', 'blog', 'shop'], clusterWide: true };
  expect(placesOf(wanted)).toEqual([
    { scope: 'namespace', namespace: 'blog' },
    { scope: 'namespace', namespace: 'shop' },
    { scope: 'cluster', namespace: 'default' },
  ]);
  expect(placesOf({ namespaces: [], clusterWide: false })).toEqual([]);
});

test.each([
  [{ scope: 'namespace', namespace: 'shop' }, 'kube-delivery-chaos-shop'],
  [{ scope: 'namespace', namespace: 'default' }, 'kube-delivery-chaos-default'],
  [{ scope: 'cluster', namespace: 'default' }, 'kube-delivery-chaos-cluster.nodes'],
] as const)('the Lease of %j is %s, and the other way around', (place, name) => {
  const { namespace } = place;
  expect(leaseReference(lockOf(place))).toMatchObject({ kind: 'Lease', namespace, name });
  expect(placeOfLease(name, namespace)).toEqual(place);
});

test.each([
  'kube-delivery-chaos-blog',
  'kube-delivery-release-shop',
  'kube-delivery-chaos-',
  // Nodes have one lock, wherever a run is connected to.
  'kube-delivery-chaos-cluster.nodes',
])('the Lease %s of namespace shop is no lock of chaos', (name) => {
  expect(placeOfLease(name, 'shop')).toBeUndefined();
});

test('places in words', () => {
  expect(describePlace({ scope: 'namespace', namespace: 'shop' })).toBe('namespace shop');
  expect(describePlace({ scope: 'cluster', namespace: 'default' })).toBe(
    'the objects of no namespace',
  );
});
