import { expect, test } from '@jest/globals';
import {
  readAggregated,
  readGroupVersions,
  readResourceList,
} from '../../src/cluster/discovery.ts';

test('aggregated discovery', () => {
  const resource = (name: string, kind: string, scope: string): object => ({
    resource: name,
    responseKind: { group: '', version: '', kind },
    scope,
    singularResource: '',
    verbs: ['get', 'list'],
    subresources: [{ subresource: 'status', verbs: ['get'] }],
  });
  const answer = JSON.parse(
    JSON.stringify({
      kind: 'APIGroupDiscoveryList',
      items: [
        { versions: [{ version: 'v1', resources: [resource('nodes', 'Node', 'Cluster')] }] },
        {
          metadata: { name: 'apps' },
          versions: [
            { version: 'v1', resources: [resource('deployments', 'Deployment', 'Namespaced')] },
            { version: 'v1beta1', freshness: 'Stale' },
          ],
        },
      ],
    }),
  ) as never;
  expect(readAggregated(answer)).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Node',
      resource: 'nodes',
      namespaced: false,
      verbs: ['get', 'list'],
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      resource: 'deployments',
      namespaced: true,
      verbs: ['get', 'list'],
    },
  ]);
});

test('a server that knows only the plain lists', () => {
  expect(readAggregated({ kind: 'APIVersions', versions: ['v1'] })).toEqual([]);
  expect(
    readResourceList({
      kind: 'APIResourceList',
      groupVersion: 'apps/v1',
      resources: [
        { name: 'deployments', kind: 'Deployment', namespaced: true, verbs: ['get'] },
        { name: 'deployments/scale', kind: 'Scale', namespaced: true, verbs: ['get'] },
      ],
    }),
  ).toEqual([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      resource: 'deployments',
      namespaced: true,
      verbs: ['get'],
    },
  ]);
});

test('the versions of a group, the preferred one first', () => {
  const version = (name: string) => ({ groupVersion: `autoscaling/${name}`, version: name });
  expect(
    readGroupVersions({
      kind: 'APIGroup',
      name: 'autoscaling',
      versions: [version('v1'), version('v2')],
      preferredVersion: version('v2'),
    }),
  ).toEqual(['autoscaling/v2', 'autoscaling/v1']);
  expect(readGroupVersions({ kind: 'Status' })).toEqual([]);
});
