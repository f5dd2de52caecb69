import { stringAt } from '../json/json.ts';
import { isApiError } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import type { KubeObject } from './kube-object.ts';
import { waitsForFirstConsumer } from './readiness/storage.ts';

/** What storage classes say about claims; each class is read once. */
export class StorageClasses {
  readonly #cluster: Cluster;
  readonly #signal: AbortSignal;
  readonly #classes = new Map<string, Promise<KubeObject | undefined>>();

  constructor(cluster: Cluster, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#signal = signal;
  }

  /** Whether a claim is unbound on purpose, until a first pod uses it. */
  async leaveUnbound(claim: KubeObject): Promise<boolean> {
    const name = stringAt(claim, 'spec', 'storageClassName');
    if (claim.kind !== 'PersistentVolumeClaim' || name === undefined || name === '') return false;
    const known = this.#classes.get(name) ?? this.#read(name);
    this.#classes.set(name, known);
    const storageClass = await known;
    return storageClass !== undefined && waitsForFirstConsumer(claim, storageClass);
  }

  async #read(name: string): Promise<KubeObject | undefined> {
    const reference = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name };
    try {
      return await this.#cluster.read(reference, this.#signal);
    } catch (error) {
      // Who may not read classes waits for the claim like for any other.
      if (isApiError(error)) return undefined;
      throw error;
    }
  }
}
