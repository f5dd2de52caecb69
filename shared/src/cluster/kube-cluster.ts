import type { Duplex } from 'node:stream';
import type { ActionContext } from '../action/context.ts';
import type { ApiClient } from './api-client.ts';
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
import { Discovery } from './discovery.ts';
import type { GroupVersionKind, KubeObject, ObjectReference } from './kube-object.ts';
import { ObjectStore } from './object-store.ts';
import { defaultWatchOptions, observeObjects } from './observe.ts';
import type { WatchOptions } from './observe.ts';
import { execInPod } from './exec-in-pod.ts';
import { openPodConnection } from './pod-connection.ts';
import { evictPod } from './pod-eviction.ts';
import { readPodLog } from './pod-log.ts';
import { addSecretValues } from './secret-values.ts';
import type { Transport } from './transport.ts';

/** What a KubeCluster is made of. */
export interface KubeClusterParts {
  readonly client: ApiClient;
  readonly transport: Transport;
  readonly namespace: string;
  readonly context: Pick<ActionContext, 'clock' | 'log' | 'secrets'>;
  readonly watch?: WatchOptions;
}

/** A Cluster over the connections to one API server. */
export class KubeCluster implements Cluster {
  readonly server: string;
  readonly namespace: string;
  readonly #parts: KubeClusterParts;
  readonly #life = new AbortController();
  readonly #discovery: Discovery;
  readonly #store: ObjectStore;

  constructor(parts: KubeClusterParts) {
    this.server = parts.client.server;
    this.namespace = parts.namespace;
    this.#parts = parts;
    this.#discovery = new Discovery(parts.client, this.#life.signal);
    this.#store = new ObjectStore(parts.client, this.#discovery, parts.namespace);
  }

  read(reference: ObjectReference, signal: AbortSignal): Promise<KubeObject | undefined> {
    return this.#store.read(reference, signal);
  }

  async list(query: ObjectQuery, signal: AbortSignal): Promise<readonly KubeObject[]> {
    return (await this.#store.list(query, signal)).objects;
  }

  names(
    query: ObjectQuery,
    most: number,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | undefined> {
    return this.#store.names(query, most, signal);
  }

  observe(query: ObjectQuery, signal: AbortSignal): AsyncIterable<readonly KubeObject[]> {
    const { client, context, watch } = this.#parts;
    const options = watch ?? defaultWatchOptions;
    return observeObjects({ client, store: this.#store, context, options }, query, signal);
  }

  apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    addSecretValues(object, this.#parts.context.secrets);
    return this.#store.apply(object, options);
  }

  create(object: KubeObject, options: WriteOptions): Promise<KubeObject> {
    addSecretValues(object, this.#parts.context.secrets);
    return this.#store.create(object, options);
  }

  replace(object: KubeObject, options: WriteOptions): Promise<KubeObject> {
    addSecretValues(object, this.#parts.context.secrets);
    return this.#store.replace(object, options);
  }

  patch(
    reference: ObjectReference,
    operations: readonly JsonPatchOperation[],
    options: WriteOptions,
  ): Promise<KubeObject> {
    return this.#store.patch(reference, operations, options);
  }

  delete(reference: ObjectReference, options: DeleteOptions): Promise<boolean> {
    return this.#store.delete(reference, options);
  }

  evict(
    pod: { readonly namespace?: string; readonly name: string },
    options: EvictOptions,
  ): Promise<boolean> {
    const { client, namespace } = this.#parts;
    return evictPod(client, { namespace, ...pod }, options);
  }

  execInPod(command: PodCommand, signal: AbortSignal): Promise<CommandResult> {
    const { client, namespace } = this.#parts;
    return execInPod(client, { namespace, ...command }, signal);
  }

  resourceOf(kind: GroupVersionKind, signal: AbortSignal): Promise<ApiResource | undefined> {
    return this.#discovery.resourceOf(kind, signal);
  }

  preferredKind(
    group: string,
    kind: string,
    signal: AbortSignal,
  ): Promise<ApiResource | undefined> {
    return this.#discovery.preferredKind(group, kind, signal);
  }

  resourceNamed(
    apiVersion: string,
    resource: string,
    signal: AbortSignal,
  ): Promise<ApiResource | undefined> {
    return this.#discovery.resourceNamed(apiVersion, resource, signal);
  }

  podLog(query: LogQuery, signal: AbortSignal): Promise<string> {
    const { client, namespace } = this.#parts;
    return readPodLog(client, query, query.namespace ?? namespace, signal);
  }

  connectToPod(
    pod: { readonly namespace?: string; readonly name: string; readonly port: number },
    signal: AbortSignal,
  ): Promise<Duplex> {
    const { client, namespace } = this.#parts;
    return openPodConnection(client, { namespace, ...pod }, signal);
  }

  async close(): Promise<void> {
    this.#life.abort(new Error('the connection to the cluster was closed'));
    await this.#parts.transport.close();
  }
}
