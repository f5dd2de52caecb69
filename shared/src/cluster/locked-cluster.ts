import type { Duplex } from 'node:stream';
import { untilAborted } from '../time/until-aborted.ts';
import type {
  ApiResource,
  ApplyOptions,
  Cluster,
  CommandResult,
  DeleteOptions,
  EvictOptions,
  JsonPatchOperation,
  LogQuery,
  ObjectQuery,
  PodCommand,
  WriteOptions,
} from './cluster.ts';
import type { Lock } from './held-lock.ts';
import type { GroupVersionKind, KubeObject, ObjectReference } from './kube-object.ts';

/**
 * A cluster for the holder of a lock: before each lasting write the lock is confirmed. A run that was
 * stopped while another took its lock thus writes nothing more, but fails with a LockLostError.
 */
export class LockedCluster implements Cluster {
  readonly server: string;
  readonly namespace: string;
  readonly #cluster: Cluster;
  readonly #lock: Pick<Lock, 'confirm'>;

  constructor(cluster: Cluster, lock: Pick<Lock, 'confirm'>) {
    this.server = cluster.server;
    this.namespace = cluster.namespace;
    this.#cluster = cluster;
    this.#lock = lock;
  }

  read(reference: ObjectReference, signal: AbortSignal): Promise<KubeObject | undefined> {
    return this.#cluster.read(reference, signal);
  }

  list(query: ObjectQuery, signal: AbortSignal): Promise<readonly KubeObject[]> {
    return this.#cluster.list(query, signal);
  }

  names(
    query: ObjectQuery,
    most: number,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | undefined> {
    return this.#cluster.names(query, most, signal);
  }

  observe(query: ObjectQuery, signal: AbortSignal): AsyncIterable<readonly KubeObject[]> {
    return this.#cluster.observe(query, signal);
  }

  async apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    await this.#confirm(options);
    return this.#cluster.apply(object, options);
  }

  async create(object: KubeObject, options: WriteOptions): Promise<KubeObject> {
    await this.#confirm(options);
    return this.#cluster.create(object, options);
  }

  async replace(object: KubeObject, options: WriteOptions): Promise<KubeObject> {
    await this.#confirm(options);
    return this.#cluster.replace(object, options);
  }

  async patch(
    reference: ObjectReference,
    operations: readonly JsonPatchOperation[],
    options: WriteOptions,
  ): Promise<KubeObject> {
    await this.#confirm(options);
    return this.#cluster.patch(reference, operations, options);
  }

  async delete(reference: ObjectReference, options: DeleteOptions): Promise<boolean> {
    await this.#confirm(options);
    return this.#cluster.delete(reference, options);
  }

  async evict(
    pod: { readonly namespace?: string; readonly name: string },
    options: EvictOptions,
  ): Promise<boolean> {
    await this.#confirm(options);
    return this.#cluster.evict(pod, options);
  }

  async execInPod(command: PodCommand, signal: AbortSignal): Promise<CommandResult> {
    await this.#confirm({ signal });
    return this.#cluster.execInPod(command, signal);
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

  async #confirm({ dryRun, signal }: WriteOptions): Promise<void> {
    if (dryRun !== true) await untilAborted(this.#lock.confirm(), signal);
  }
}
