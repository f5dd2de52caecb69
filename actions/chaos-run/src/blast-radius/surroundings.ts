import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { labelSelectorText } from '@kube-delivery/shared/cluster/label-selector';
import { isServing } from '@kube-delivery/shared/cluster/readiness/pod';
import { objectAt } from '@kube-delivery/shared/json/json';
import { controllerOf } from './controller.ts';
import { UnjudgeableError } from './unjudgeable.ts';

/** Longer chains of owners than this are loops. */
const mostOwners = 8;

/**
 * What is around objects at one moment: their workloads and namespaces. Each is read once, so that it is
 * to be thrown away after one decision.
 */
export class Surroundings {
  readonly #cluster: Cluster;
  readonly #signal: AbortSignal;
  readonly #read = new Map<string, Promise<KubeObject | undefined>>();

  constructor(cluster: Cluster, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#signal = signal;
  }

  /**
   * The workload at the top of an object's owners; undefined for one without a controller, and where
   * that does not exist. Rejects with an UnjudgeableError where an owner may not be read.
   */
  async workloadOf(object: KubeObject): Promise<KubeObject | undefined> {
    let top: KubeObject | undefined;
    let reference = controllerOf(object);
    for (let step = 0; reference !== undefined && step < mostOwners; step += 1) {
      const owner = await this.#look(reference);
      if (owner === undefined) break;
      top = owner;
      reference = controllerOf(owner);
    }
    return top;
  }

  /** The namespace. Rejects with an UnjudgeableError where it may not be read. */
  namespace(name: string): Promise<KubeObject | undefined> {
    return this.#look({ apiVersion: 'v1', kind: 'Namespace', name });
  }

  /** Reads what an object's judgement needs, beside what else is read. */
  async lookAhead(object: KubeObject): Promise<void> {
    const { namespace } = object.metadata;
    // What cannot be read is for the judgement to say.
    await Promise.allSettled([
      this.workloadOf(object),
      namespace === undefined ? undefined : this.namespace(namespace),
    ]);
  }

  /** All pods of a workload that take requests. */
  async readyPodsOf(workload: KubeObject): Promise<readonly KubeObject[]> {
    const { namespace, uid } = workload.metadata;
    const labelSelector = labelSelectorText(objectAt(workload, 'spec', 'selector'));
    const pods = await this.#cluster.list(
      {
        apiVersion: 'v1',
        kind: 'Pod',
        ...(namespace === undefined ? {} : { namespace }),
        ...(labelSelector === '' ? {} : { labelSelector }),
      },
      this.#signal,
    );
    const ready = pods.filter(isServing);
    const tops = await Promise.all(ready.map((pod) => this.workloadOf(pod)));
    return ready.filter((_, index) => tops[index]?.metadata.uid === uid);
  }

  /** The pods on a node, of all namespaces. */
  podsOn(node: string): Promise<readonly KubeObject[]> {
    const fieldSelector = `spec.nodeName=${node}`;
    const query = { apiVersion: 'v1', kind: 'Pod', allNamespaces: true, fieldSelector };
    return this.#cluster.list(query, this.#signal);
  }

  #look(reference: ObjectReference): Promise<KubeObject | undefined> {
    const key = JSON.stringify(reference);
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const reading = this.#cluster.read(reference, this.#signal).catch((error: unknown) => {
      // What is of an unknown kind is not there.
      if (isApiError(error, 404)) return undefined;
      throw isApiError(error, 403) ? new UnjudgeableError(error) : error;
    });
    this.#read.set(key, reading);
    return reading;
  }
}
