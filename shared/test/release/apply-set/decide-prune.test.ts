import { describe, expect, test } from '@jest/globals';
import type { ApiResource } from '../../../src/cluster/cluster.ts';
import type { ObjectMeta } from '../../../src/cluster/kube-object.ts';
import { applySetOf } from '../../../src/release/apply-set/apply-set-id.ts';
import { decidePrune } from '../../../src/release/apply-set/decide-prune.ts';
import type { PruneRules } from '../../../src/release/apply-set/decide-prune.ts';
import type { Member } from '../../../src/release/apply-set/members.ts';
import type { PlacedReference } from '../../../src/release/apply-set/place-references.ts';

const set = applySetOf('shop', 'shop');

const resources = {
  ConfigMap: { apiVersion: 'v1', resource: 'configmaps' },
  Deployment: { apiVersion: 'apps/v1', resource: 'deployments' },
  HorizontalPodAutoscaler: { apiVersion: 'autoscaling/v2', resource: 'horizontalpodautoscalers' },
  PersistentVolumeClaim: { apiVersion: 'v1', resource: 'persistentvolumeclaims' },
  Widget: { apiVersion: 'example.com/v1', resource: 'widgets' },
  Namespace: { apiVersion: 'v1', resource: 'namespaces' },
  PersistentVolume: { apiVersion: 'v1', resource: 'persistentvolumes' },
  ClusterRole: { apiVersion: 'rbac.authorization.k8s.io/v1', resource: 'clusterroles' },
  CustomResourceDefinition: {
    apiVersion: 'apiextensions.k8s.io/v1',
    resource: 'customresourcedefinitions',
  },
} as const;

type Kind = keyof typeof resources;

const clusterScoped: readonly Kind[] = [
  'Namespace',
  'PersistentVolume',
  'ClusterRole',
  'CustomResourceDefinition',
];

/** `ConfigMap shop/settings`, `Namespace shop`. */
function placed(text: string): PlacedReference & { readonly resource: ApiResource } {
  const [kind, place] = text.split(' ') as [Kind, string];
  const [namespace, name = ''] = clusterScoped.includes(kind)
    ? [undefined, place]
    : place.split('/');
  const { apiVersion, resource } = resources[kind];
  const at = namespace === undefined ? {} : { namespace };
  return {
    reference: { apiVersion, kind, ...at, name },
    resource: { apiVersion, kind, resource, namespaced: namespace !== undefined, verbs: ['list'] },
  };
}

function member(text: string, metadata: Partial<ObjectMeta> = {}): Member {
  const { reference, resource } = placed(text);
  const { name, namespace } = reference;
  const place = namespace === undefined ? {} : { namespace };
  return { reference, resource, metadata: { name, ...place, uid: `uid of ${text}`, ...metadata } };
}

/** `ConfigMap shop/settings` for what goes, with `: why` for what is kept. */
function decide(
  members: readonly Member[],
  rules: Partial<Omit<PruneRules, 'release' | 'only'>> & {
    readonly release?: readonly string[];
    readonly only?: readonly string[];
  } = {},
): { readonly goes: readonly string[]; readonly stays: readonly string[] } {
  const { release = [], only, ...others } = rules;
  const decision = decidePrune(members, {
    set,
    kinds: [],
    ...others,
    release: release.map(placed),
    ...(only === undefined ? {} : { only: only.map(placed) }),
  });
  return {
    goes: decision.delete.map(({ uid }) => uid.replace('uid of ', '')),
    stays: decision.kept.map(({ reference, why }) => `${reference.kind} ${reference.name}: ${why}`),
  };
}

describe('what goes', () => {
  test('members that the release does not have, of any kind and namespace', () => {
    const members = ['ConfigMap shop/a', 'ConfigMap shop/b', 'Deployment other/a', 'ClusterRole a'];
    expect(
      decide(
        members.map((each) => member(each)),
        { release: ['ConfigMap shop/b'] },
      ),
    ).toEqual({
      goes: ['ConfigMap shop/a', 'Deployment other/a', 'ClusterRole a'],
      stays: [],
    });
  });

  test('nothing while the release has all of them, in whatever version', () => {
    const release = placed('HorizontalPodAutoscaler shop/web');
    const old = { ...release.reference, apiVersion: 'autoscaling/v1' };
    const rules = { set, kinds: [], release: [{ ...release, reference: old }] };
    expect(decidePrune([member('HorizontalPodAutoscaler shop/web')], rules)).toEqual({
      delete: [],
      kept: [],
    });
  });

  test('what is being deleted already neither goes nor stays', () => {
    const leaving = member('ConfigMap shop/a', { deletionTimestamp: '2026-01-01T00:00:00Z' });
    expect(decide([leaving])).toEqual({ goes: [], stays: [] });
  });

  test('only what is named, where something is', () => {
    const members = [member('ConfigMap shop/a'), member('ConfigMap shop/b')];
    expect(decide(members, { only: ['ConfigMap shop/b', 'ConfigMap shop/c'] })).toEqual({
      goes: ['ConfigMap shop/b'],
      stays: ['ConfigMap a: it left the release earlier'],
    });
  });
});

describe('what stays', () => {
  const owner = (kind: string, name: string) => ({
    ownerReferences: [{ apiVersion: 'v1', kind, name, uid: '1' }],
  });

  test.each([
    ['Namespace old', 'prune-kinds does not name Namespace'],
    ['PersistentVolumeClaim shop/data', 'prune-kinds does not name PersistentVolumeClaim'],
    ['PersistentVolume disk', 'prune-kinds does not name PersistentVolume'],
    [
      'CustomResourceDefinition widgets.example.com',
      'prune-kinds does not name CustomResourceDefinition',
    ],
  ])('%s is protected until it is named', (text, why) => {
    const [kind = '', place = ''] = text.split(' ');
    const name = place.split('/').at(-1) ?? '';
    expect(decide([member(text)])).toEqual({ goes: [], stays: [`${kind} ${name}: ${why}`] });
    const all = decide([member(text)], {
      kinds: [
        'Namespace',
        'PersistentVolumeClaim',
        'PersistentVolume',
        'CustomResourceDefinition.apiextensions.k8s.io',
      ],
    });
    expect(all).toEqual({ goes: [text], stays: [] });
  });

  test.each([
    ['disabled', []],
    ['enabled', ['ConfigMap shop/a']],
  ])('an object whose annotation says %s', (value, goes) => {
    const annotated = member('ConfigMap shop/a', {
      annotations: { 'kube-delivery.dev/prune': value },
    });
    expect(decide([annotated]).goes).toEqual(goes);
  });

  test('an annotated object of a kind that is named stays with its own reason', () => {
    const annotations = { 'kube-delivery.dev/prune': 'disabled' };
    expect(
      decide([member('PersistentVolumeClaim shop/data', { annotations })], {
        kinds: ['PersistentVolumeClaim'],
      }).stays,
    ).toEqual(['PersistentVolumeClaim data: its annotation kube-delivery.dev/prune is disabled']);
  });

  test('what another object owns, unless the owner is the parent of the set', () => {
    const members = [
      member('ConfigMap shop/a', owner('Deployment', 'web')),
      member('ConfigMap shop/b', owner('Secret', 'kube-delivery.shop')),
      member('ConfigMap shop/c', owner('Secret', 'kube-delivery.other')),
    ];
    expect(decide(members)).toEqual({
      goes: ['ConfigMap shop/b'],
      stays: [
        'ConfigMap a: Deployment web owns it',
        'ConfigMap c: Secret kube-delivery.other owns it',
      ],
    });
  });

  test.each(['kube-system', 'kube-public', 'kube-node-lease'])('objects in %s', (namespace) => {
    const members = [member(`ConfigMap ${namespace}/a`)];
    expect(decide(members)).toEqual({
      goes: [],
      stays: [`ConfigMap a: nothing is pruned in namespace ${namespace}`],
    });
    expect(decide(members, { set: applySetOf('shop', namespace) }).stays).toEqual([]);
  });
});

describe('what would take something along', () => {
  const kinds = ['Namespace', 'CustomResourceDefinition.apiextensions.k8s.io'] as const;

  test.each(['default', 'kube-system', 'kube-public', 'kube-node-lease'])(
    'namespace %s stays even when namespaces are named',
    (name) => {
      expect(decide([member(`Namespace ${name}`)], { kinds }).stays).toEqual([
        `Namespace ${name}: it is a namespace of Kubernetes itself`,
      ]);
    },
  );

  test("the namespace of the release's own records stays", () => {
    expect(decide([member('Namespace shop')], { kinds }).stays).toEqual([
      "Namespace shop: the release's own records lie in it",
    ]);
  });

  test('a namespace stays while the release has an object in it', () => {
    const members = [member('Namespace old'), member('ConfigMap old/a')];
    expect(decide(members, { kinds, release: ['ConfigMap old/a'] }).stays).toEqual([
      'Namespace old: ConfigMap a in namespace old would be deleted with it',
    ]);
    expect(decide(members, { kinds }).goes).toEqual(['Namespace old', 'ConfigMap old/a']);
  });

  test('a namespace stays for an object whose kind the server does not serve yet', () => {
    const { reference } = placed('Widget old/w');
    const rules = { set, kinds, release: [{ reference, resource: undefined }] };
    expect(decidePrune([member('Namespace old')], rules).kept).toMatchObject([
      { why: 'Widget w in namespace old would be deleted with it' },
    ]);
  });

  test('a namespace stays for what is kept in it', () => {
    const members = [member('Namespace old'), member('PersistentVolumeClaim old/data')];
    expect(decide(members, { kinds }).stays).toEqual([
      'Namespace old: PersistentVolumeClaim data in namespace old would be deleted with it',
      'PersistentVolumeClaim data: prune-kinds does not name PersistentVolumeClaim',
    ]);
  });

  test('a definition stays while the release has an object of its kind', () => {
    const definition = member('CustomResourceDefinition widgets.example.com');
    const other = member('CustomResourceDefinition gadgets.example.com');
    expect(decide([definition, other], { kinds, release: ['Widget shop/w'] })).toEqual({
      goes: ['CustomResourceDefinition gadgets.example.com'],
      stays: [
        'CustomResourceDefinition widgets.example.com: Widget w in namespace shop would be deleted with it',
      ],
    });
  });
});
