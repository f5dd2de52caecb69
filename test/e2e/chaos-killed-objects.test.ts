import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Json } from '../../shared/src/json/json.ts';
import { customKinds } from './support/custom-kinds.ts';
import type { CustomKinds } from './support/custom-kinds.ts';
import { deadline } from './support/deadline.ts';
import { expectNothingLeft } from './support/killed-faults.ts';
import { objectCalls, theirs } from './support/killed-objects.ts';
import type { Scope } from './support/killed-objects.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

const longest = 600_000;
const own = await ownNamespace('kill-kinds');
let kinds: CustomKinds;

beforeAll(async () => {
  kinds = await customKinds(own);
}, 60_000);

afterAll(async () => {
  await kinds.close();
  await own.close();
});

/** Both objects, as their owners made them; those of no namespace by the namespace in their names. */
async function observe({ cluster, namespace }: OwnNamespace): Promise<Json> {
  const apiVersion = `${kinds.group}/v1`;
  const lists = [
    await cluster.list({ apiVersion, kind: 'Route' }, deadline()),
    await cluster.list({ apiVersion, kind: 'Region' }, deadline()),
  ];
  const [routes = [], regions = []] = lists;
  return [...routes, ...regions.filter(({ metadata }) => metadata.name.endsWith(namespace))].map(
    ({ metadata, ...rest }) => {
      const { name, labels, annotations, ownerReferences } = metadata;
      return { ...rest, name, labels, annotations, ownerReferences } as Json;
    },
  );
}

async function uidOf({ cluster, namespace }: OwnNamespace): Promise<string> {
  const reference = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  return (await cluster.read(reference, deadline()))?.metadata.uid ?? '';
}

const scopes: readonly Scope[] = ['namespaced', 'cluster'];
const group = `${own.namespace}.example.com`;

test.each(
  scopes.flatMap((scope) =>
    objectCalls(scope, group).map((each) => [each.topic, each, scope] as const),
  ),
)(
  '%s killed at any of its writes and recovered leaves nothing',
  async (topic, { call, funcs }, scope) => {
    const kills = await expectNothingLeft({
      topic: `kill-${topic}`,
      objects: async (run) => [theirs(scope, kinds.group, run.namespace, await uidOf(run))],
      call,
      // They share one lock.
      atOnce: scope === 'namespaced' ? 4 : 1,
      alsoObserve: observe,
    });
    // The lock, of each fault the record, the act and the record's end, a way back, and the lock's end.
    expect(kills).toBeGreaterThanOrEqual(3 + 3 * funcs.length);
  },
  longest,
);
