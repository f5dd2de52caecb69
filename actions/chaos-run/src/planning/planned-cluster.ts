import type { Duplex } from 'node:stream';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type {
  ApiResource,
  Cluster,
  CommandResult,
  JsonPatchOperation,
  LogQuery,
  ObjectQuery,
} from '@kube-delivery/shared/cluster/cluster';
import type {
  GroupVersionKind,
  KubeObject,
  ObjectReference,
} from '@kube-delivery/shared/cluster/kube-object';
import { NothingHitError } from '../activity-failed.ts';
import { applyPatch } from './apply-patch.ts';

/**
 * A cluster that is only read. What would be written is kept, so that what is planned after it finds the
 * objects as they would be then; only pods stay, as others take their places, and lists lack what would be
 * created. No request but reading ones reaches the server, which checks nothing therefore.
 */
export class PlannedCluster implements Cluster {
  readonly server: string;
  readonly namespace: string;
  readonly #cluster: Cluster;
  /** What would be there by `keyOf`; undefined for what would be gone. */
  readonly #planned = new Map<string, KubeObject | undefined>();

  constructor(cluster: Cluster) {
    this.server = cluster.server;
    this.namespace = cluster.namespace;
    this.#cluster = cluster;
  }

  async read(reference: ObjectReference, signal: AbortSignal): Promise<KubeObject | undefined> {
    const key = keyOf(reference);
    return this.#planned.has(key) ? this.#planned.get(key) : this.#cluster.read(reference, signal);
  }

  async list(query: ObjectQuery, signal: AbortSignal): Promise<readonly KubeObject[]> {
    return this.#asPlanned(await this.#cluster.list(query, signal));
  }

  names(
    query: ObjectQuery,
    most: number,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | undefined> {
    return this.#cluster.names(query, most, signal);
  }

  async *observe(query: ObjectQuery, signal: AbortSignal): AsyncIterable<readonly KubeObject[]> {
    for await (const seen of this.#cluster.observe(query, signal)) yield this.#asPlanned(seen);
  }

  apply(object: KubeObject): Promise<KubeObject> {
    return this.#plan(object);
  }

  create(object: KubeObject): Promise<KubeObject> {
    return this.#plan(object);
  }

  replace(object: KubeObject): Promise<KubeObject> {
    return this.#plan(object);
  }

  async patch(
    reference: ObjectReference,
    operations: readonly JsonPatchOperation[],
    { signal }: { readonly signal: AbortSignal },
  ): Promise<KubeObject> {
    const found = await this.read(reference, signal);
    if (found === undefined) {
      throw new NothingHitError(`${describeReference(reference)} does not exist`);
    }
    return this.#plan(applyPatch(found, operations) as KubeObject);
  }

  async delete(
    reference: ObjectReference,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<boolean> {
    if ((await this.read(reference, signal)) === undefined) return false;
    if (reference.kind !== 'Pod') this.#planned.set(keyOf(reference), undefined);
    return true;
  }

  async evict(
    pod: { readonly namespace?: string; readonly name: string },
    { signal }: { readonly signal: AbortSignal },
  ): Promise<boolean> {
    return (await this.read({ apiVersion: 'v1', kind: 'Pod', ...pod }, signal)) !== undefined;
  }

  execInPod(): Promise<CommandResult> {
    return Promise.reject(new TypeError('a plan runs no commands'));
  }

  resourceOf(kind: GroupVersionKind, signal: AbortSignal): Promise<ApiResource | undefined> {
    return this.#cluster.resourceOf(kind, signal);
  }

  preferredKind(
    group: string,
    kind: string,
    signal: AbortSignal,
  ): Promise<ApiResource | undefined> {
    return this.#cluster.preferredKind(group, kind, signal);
  }

  resourceNamed(
    apiVersion: string,
    resource: string,
    signal: AbortSignal,
  ): Promise<ApiResource | undefined> {
    return this.#cluster.resourceNamed(apiVersion, resource, signal);
  }

  podLog(query: LogQuery, signal: AbortSignal): Promise<string> {
    return this.#cluster.podLog(query, signal);
  }

  connectToPod(
    pod: { readonly namespace?: string; readonly name: string; readonly port: number },
    signal: AbortSignal,
  ): Promise<Duplex> {
    return this.#cluster.connectToPod(pod, signal);
  }

  close(): Promise<void> {
    return this.#cluster.close();
  }

  #plan(object: KubeObject): Promise<KubeObject> {
    const { apiVersion, kind, metadata } = object;
    const { name, namespace } = metadata;
    const place = namespace === undefined ? {} : { namespace };
    this.#planned.set(keyOf({ apiVersion, kind, name, ...place }), object);
    return Promise.resolve(object);
  }

  #asPlanned(objects: readonly KubeObject[]): readonly KubeObject[] {
    return objects.flatMap((object) => {
      const key = keyOf({ ...object, ...object.metadata });
      if (!this.#planned.has(key)) return [object];
      const planned = this.#planned.get(key);
      return planned === undefined ? [] : [planned];
    });
  }
}

function keyOf({ apiVersion, kind, namespace = '', name }: ObjectReference): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}
