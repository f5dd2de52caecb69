import type { Cluster } from '../../../shared/src/cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../../../shared/src/cluster/kube-object.ts';
import type { JsonObject } from '../../../shared/src/json/json.ts';
import { referenceTo } from '../../../shared/src/manifests/manifest.ts';
import { applySetOf, withMembership } from '../../../shared/src/release/apply-set/apply-set-id.ts';
import type { ApplySet } from '../../../shared/src/release/apply-set/apply-set-id.ts';
import { finishApplySet } from '../../../shared/src/release/apply-set/finish-apply-set.ts';
import type { PruneResult } from '../../../shared/src/release/apply-set/finish-apply-set.ts';
import { beginApplySet } from '../../../shared/src/release/apply-set/parent-scope.ts';
import { planPrune } from '../../../shared/src/release/apply-set/plan-prune.ts';
import type { PruneOptions, PrunePlan } from '../../../shared/src/release/apply-set/plan-prune.ts';
import { deadline } from './deadline.ts';
import { ownNamespace, testContext } from './test-connection.ts';
import type { OwnNamespace } from './test-connection.ts';

/** Prunes with no more than the usual protection. */
export const pruning: PruneOptions = { kinds: [] };

/** What bringing out a release did to its set. */
export interface BroughtOut {
  /** Whether the parent had to be written before the members. */
  readonly begun: boolean;
  readonly plan: PrunePlan | undefined;
  readonly result: PruneResult;
}

/** Brings out objects as the members of a set, in the order of a deploy; prunes where told how. */
export async function bringOut(
  cluster: Cluster,
  set: ApplySet,
  objects: readonly KubeObject[],
  prune?: PruneOptions,
): Promise<BroughtOut> {
  const references = objects.map(referenceTo);
  const plan = prune && (await planPrune(cluster, set, references, prune, deadline()));
  const begun = await beginApplySet(cluster, set, references, deadline());
  for (const object of objects) {
    await cluster.apply(withMembership(object, set), { signal: deadline() });
  }
  const { log } = testContext();
  const signal = deadline();
  const result = await finishApplySet(cluster, set, plan, { signal, log });
  return { begun, plan, result };
}

/** A namespace of one test file, to which releases are brought out as sets. */
export interface ApplySetNamespace extends OwnNamespace {
  readonly setOf: (release: string) => ApplySet;
  readonly bringOut: (
    set: ApplySet,
    objects: readonly KubeObject[],
    prune?: PruneOptions,
  ) => Promise<BroughtOut>;
  /** The kinds and the further namespaces that a set's parent names, and its version. */
  readonly parentOf: (set: ApplySet) => Promise<readonly string[]>;
  /** Whether each of these is there and not being deleted. */
  readonly areThere: (...objects: readonly KubeObject[]) => Promise<readonly boolean[]>;
  /** `ConfigMap settings`, `ConfigMap other/settings` for one of another namespace; sorted. */
  readonly namesOf: (
    objects: readonly { readonly reference: ObjectReference }[] | undefined,
  ) => readonly string[];
}

/** Makes a namespace for the sets of a test file. */
export async function applySetNamespace(topic: string): Promise<ApplySetNamespace> {
  const own = await ownNamespace(topic);
  const { cluster } = own;
  return {
    ...own,
    setOf: (release) => applySetOf(release, own.namespace),
    bringOut: (set, objects, prune) => bringOut(cluster, set, objects, prune),
    parentOf: async (set) => {
      const parent = await cluster.read(set.parent, deadline());
      const { annotations = {}, resourceVersion = 'no parent' } = parent?.metadata ?? {};
      const names = ['contains-group-kinds', 'additional-namespaces'];
      const said = names.map((name) => annotations[`applyset.kubernetes.io/${name}`] ?? 'nothing');
      return [...said, resourceVersion];
    },
    areThere: (...objects) =>
      Promise.all(
        objects.map(async (object) => {
          const live = await cluster.read(referenceTo(object), deadline());
          return live !== undefined && live.metadata.deletionTimestamp === undefined;
        }),
      ),
    namesOf: (objects = []) =>
      objects
        .map(({ reference: { kind, namespace, name } }) => {
          const near = namespace === undefined || namespace === own.namespace;
          return `${kind} ${near ? '' : `${namespace}/`}${name}`;
        })
        .sort(),
  };
}

/** An empty ConfigMap. */
export function configMap(name: string, more: Partial<KubeObject['metadata']> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...more } };
}

/** A Service, without selector unless `spec` has one. */
export function service(name: string, spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ port: 80 }], ...spec },
  };
}

/** A claim of a class that nobody provides, so that it waits. */
export function claim(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'none',
      resources: { requests: { storage: '1Mi' } },
    },
  };
}
