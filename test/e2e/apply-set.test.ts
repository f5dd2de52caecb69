import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { referenceTo } from '../../shared/src/manifests/manifest.ts';
import { withMembership } from '../../shared/src/release/apply-set/apply-set-id.ts';
import { finishApplySet } from '../../shared/src/release/apply-set/finish-apply-set.ts';
import { planPrune } from '../../shared/src/release/apply-set/plan-prune.ts';
import {
  applySetNamespace,
  claim,
  configMap,
  pruning,
  service,
} from './support/apply-set-release.ts';
import type { ApplySetNamespace } from './support/apply-set-release.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { ownNamespace, testContext } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: ApplySetNamespace;
let other: OwnNamespace;
let cluster: Cluster;

beforeAll(async () => {
  own = await applySetNamespace('apply-set');
  other = await ownNamespace('apply-set-other');
  ({ cluster } = own);
});

afterAll(async () => {
  await own.close();
  await other.close();
});

describe('pruning', () => {
  test('takes what left the release, in all its namespaces and of the cluster, and no more', async () => {
    const set = own.setOf('wide');
    const role: KubeObject = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: `${own.namespace}-gone` },
      rules: [],
    };
    const stays = { ...role, metadata: { name: `${own.namespace}-stays` } };
    const here = configMap('wide-here');
    const there = configMap('wide-there', { namespace: other.namespace });
    const front = service('wide');
    const stranger = configMap('wide-stranger');
    await cluster.apply(stranger, { signal: deadline() });
    try {
      const first = await own.bringOut(set, [role, stays, here, there, front]);
      expect(first).toMatchObject({ begun: true, plan: undefined, result: { deleted: [] } });
      const kinds = 'ClusterRole.rbac.authorization.k8s.io,ConfigMap,Service';
      expect((await own.parentOf(set)).slice(0, 2)).toEqual([kinds, other.namespace]);

      const second = await own.bringOut(set, [stays, front], pruning);
      const gone = [
        `ClusterRole ${own.namespace}-gone`,
        `ConfigMap ${other.namespace}/wide-there`,
        'ConfigMap wide-here',
      ];
      expect(second.begun).toBe(false);
      expect(own.namesOf(second.plan?.delete)).toEqual(gone.sort());
      expect(second.plan?.kept).toEqual([]);
      expect(second.result.deleted).toHaveLength(3);
      expect(await own.areThere(role, here, there)).toEqual([false, false, false]);
      expect(await own.areThere(stays, front, stranger)).toEqual([true, true, true]);
      const parent = await own.parentOf(set);
      expect(parent.slice(0, 2)).toEqual(['ClusterRole.rbac.authorization.k8s.io,Service', '']);

      const third = await own.bringOut(set, [stays, front], pruning);
      expect(third).toMatchObject({ begun: false, plan: { delete: [], kept: [] } });
      expect(await own.parentOf(set)).toEqual(parent);

      // A namespace in the manifest of a cluster-scoped object makes it no other object.
      const astray = [{ ...referenceTo(stays), namespace: other.namespace }, referenceTo(front)];
      const plan = await planPrune(cluster, set, astray, pruning, deadline());
      expect(plan).toMatchObject({ delete: [], kept: [], scope: { namespaces: [] } });
    } finally {
      for (const each of [role, stays]) {
        await cluster.delete(referenceTo(each), { signal: deadline() });
      }
    }
  });

  test('takes what an earlier release left without pruning', async () => {
    const set = own.setOf('later');
    const first = configMap('later-1');
    const second = configMap('later-2');
    const third = configMap('later-3');
    await own.bringOut(set, [first, claim('later')]);
    await own.bringOut(set, [second]);
    expect(await own.areThere(first)).toEqual([true]);
    const { plan } = await own.bringOut(set, [third], { kinds: ['PersistentVolumeClaim'] });
    expect(own.namesOf(plan?.delete)).toEqual([
      'ConfigMap later-1',
      'ConfigMap later-2',
      'PersistentVolumeClaim later',
    ]);
    expect(await own.areThere(first, second, third)).toEqual([false, false, true]);
  });

  test('a claim is kept until its kind is named, and stays within reach', async () => {
    const set = own.setOf('claims');
    await own.bringOut(set, [configMap('claims'), claim('claims')]);
    const kept = await own.bringOut(set, [configMap('claims')], pruning);
    expect(kept.plan).toMatchObject({
      delete: [],
      kept: [
        {
          reference: { kind: 'PersistentVolumeClaim', name: 'claims' },
          why: 'prune-kinds does not name PersistentVolumeClaim',
        },
      ],
    });
    expect(await own.areThere(claim('claims'))).toEqual([true]);
    expect((await own.parentOf(set))[0]).toBe('ConfigMap,PersistentVolumeClaim');

    const named = { kinds: ['PersistentVolumeClaim'] } as const;
    const gone = await own.bringOut(set, [configMap('claims')], named);
    expect(own.namesOf(gone.plan?.delete)).toEqual(['PersistentVolumeClaim claims']);
    expect(await own.areThere(claim('claims'))).toEqual([false]);
    expect((await own.parentOf(set))[0]).toBe('ConfigMap');
  });

  test('a namespace is kept until its kind is named, and goes with what is in it', async () => {
    const set = own.setOf('homes');
    const name = `${own.namespace}-home`;
    const home: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    const inside = configMap('inside', { namespace: name });
    await own.bringOut(set, [home, inside]);
    try {
      const kept = await own.bringOut(set, [configMap('homes')], pruning);
      expect(kept.result.deleted).toMatchObject([{ kind: 'ConfigMap', namespace: name }]);
      expect(await own.areThere(home)).toEqual([true]);
      expect((await own.parentOf(set)).slice(0, 2)).toEqual(['ConfigMap,Namespace', '']);
      await own.bringOut(set, [configMap('homes')], { kinds: ['Namespace'] });
      expect(await own.areThere(home)).toEqual([false]);
    } finally {
      await cluster.delete(referenceTo(home), { signal: deadline() });
    }
  });

  test('what is set apart by its annotation stays, also when that was done after the plan', async () => {
    const set = own.setOf('apart');
    const annotations = { 'kube-delivery.dev/prune': 'disabled' };
    const early = configMap('apart-early', { annotations });
    const late = configMap('apart-late');
    await own.bringOut(set, [early, late]);
    const plan = await planPrune(cluster, set, [], pruning, deadline());
    expect(own.namesOf(plan.delete)).toEqual(['ConfigMap apart-late']);
    expect(own.namesOf(plan.kept)).toEqual(['ConfigMap apart-early']);
    await cluster.apply(withMembership(configMap('apart-late', { annotations }), set), {
      signal: deadline(),
    });
    const { log } = testContext();
    const result = await finishApplySet(cluster, set, plan, { signal: deadline(), log });
    expect(result.deleted).toEqual([]);
    expect(own.namesOf(result.kept)).toEqual(['ConfigMap apart-early', 'ConfigMap apart-late']);
    expect(await own.areThere(early, late)).toEqual([true, true]);
    expect((await own.parentOf(set))[0]).toBe('ConfigMap');
  });

  test('another object of the name, made after the plan, is not the one that was meant', async () => {
    const set = own.setOf('anew');
    const [gone, taken] = [configMap('anew-gone'), configMap('anew-taken')];
    await own.bringOut(set, [gone, taken]);
    const plan = await planPrune(cluster, set, [], pruning, deadline());
    expect(plan.delete).toHaveLength(2);
    await cluster.delete(referenceTo(gone), { signal: deadline() });
    await cluster.apply(withMembership(gone, set), { signal: deadline() });
    await cluster.apply(withMembership(taken, own.setOf('anew-other')), { signal: deadline() });
    const { log } = testContext();
    const result = await finishApplySet(cluster, set, plan, { signal: deadline(), log });
    expect(result).toMatchObject({
      deleted: [],
      kept: [{ reference: { name: 'anew-gone' }, why: 'it was made anew meanwhile' }],
    });
    expect(await own.areThere(gone, taken)).toEqual([true, true]);
  });

  test('what Kubernetes makes of a Service with its labels is no member', async () => {
    const set = own.setOf('copies');
    const endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'copies-own' } };
    const slices = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' };
    const slice: KubeObject = {
      ...slices,
      metadata: { name: 'copies-own', labels: { 'kubernetes.io/service-name': 'copies-own' } },
      addressType: 'IPv4',
      endpoints: [],
    };
    const selecting = service('copies', { selector: { app: 'copies' } });
    await own.bringOut(set, [service('copies-own'), selecting, endpoints, slice]);
    const madeOf = { ...slices, labelSelector: 'kubernetes.io/service-name=copies' };
    for await (const made of cluster.observe(madeOf, deadline())) if (made.length > 0) break;
    const byName = { apiVersion: 'v1', kind: 'Endpoints', fieldSelector: 'metadata.name=copies' };
    for await (const made of cluster.observe(byName, deadline())) if (made.length > 0) break;
    const [copy] = await cluster.list(madeOf, deadline());
    expect(copy?.metadata.labels).toMatchObject({ 'applyset.kubernetes.io/part-of': set.id });

    const wanted = [service('copies-own'), selecting].map(referenceTo);
    const plan = await planPrune(cluster, set, wanted, pruning, deadline());
    expect(own.namesOf(plan.delete)).toEqual(['EndpointSlice copies-own', 'Endpoints copies-own']);
    expect(plan.kept).toEqual([]);
  });
});

describe('custom kinds', () => {
  test('a definition is kept until its kind is named', async () => {
    const set = own.setOf('widgets');
    const group = `${own.namespace}.example.com`;
    const definition: KubeObject = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `widgets.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object' } },
          },
        ],
      },
    };
    const widget = { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'w' } };
    const kept = configMap('widgets');
    try {
      await own.bringOut(set, [definition, kept]);
      await eventually(
        () => cluster.resourceOf(widget, deadline()),
        (resource) => resource !== undefined,
      );
      await own.bringOut(set, [definition, widget, kept]);
      const first = await own.bringOut(set, [kept], pruning);
      expect(first.result.deleted).toMatchObject([{ kind: 'Widget', name: 'w' }]);
      expect(own.namesOf(first.result.kept)).toEqual([`CustomResourceDefinition widgets.${group}`]);
      expect(await own.areThere(definition)).toEqual([true]);

      await own.bringOut(set, [definition, widget, kept]);
      const all = { kinds: ['CustomResourceDefinition.apiextensions.k8s.io'] } as const;
      await own.bringOut(set, [kept], all);
      expect(await own.areThere(definition)).toEqual([false]);
    } finally {
      await cluster.delete(referenceTo(definition), { signal: deadline() });
    }
  });

  test('a kind that is no longer served has no members, and leaves the parent', async () => {
    const set = own.setOf('unserved');
    const kept = configMap('unserved');
    await own.bringOut(set, [kept]);
    const annotation = 'applyset.kubernetes.io~1contains-group-kinds';
    await cluster.patch(
      set.parent,
      [
        {
          op: 'replace',
          path: `/metadata/annotations/${annotation}`,
          value: 'ConfigMap,Widget.gone.example.com',
        },
      ],
      { signal: deadline() },
    );
    const { plan } = await own.bringOut(set, [kept], pruning);
    expect(plan).toMatchObject({ delete: [], kept: [] });
    expect((await own.parentOf(set))[0]).toBe('ConfigMap');
  });
});
