import type { Log } from '../action/log.ts';
import { isApiError } from './api-error.ts';
import type { Cluster, ObjectQuery } from './cluster.ts';
import { hasPods } from './diagnosis/owned-pods.ts';
import type { Surroundings } from './diagnosis/owned-pods.ts';
import type { KubeObject, ObjectReference } from './kube-object.ts';

interface Observation {
  readonly query: ObjectQuery;
  /** Without them the wait cannot be judged; others only tell why it fails. */
  readonly isNeeded: boolean;
  /** Undefined until the first answer. */
  objects: readonly KubeObject[] | undefined;
}

/**
 * Objects that are waited for and what is around them, kept up to date by one watch a kind and
 * namespace. Ends with the signal.
 */
export class AwaitedObjects {
  readonly #observations = new Map<string, Observation>();
  readonly #earlyEvents = new Map<string, ReadonlySet<string>>();
  readonly #namespace: string;
  #failure: { readonly thrown: unknown } | undefined;
  #changed = Promise.withResolvers<undefined>();

  constructor(
    cluster: Cluster,
    references: readonly ObjectReference[],
    options: { readonly withReasons: boolean; readonly log: Log; readonly signal: AbortSignal },
  ) {
    this.#namespace = cluster.namespace;
    for (const reference of references) this.#add(objectQuery(reference, references), true);
    if (options.withReasons) {
      for (const query of references.flatMap(reasonQueries)) this.#add(query, false);
    }
    for (const [key, observation] of this.#observations) {
      void this.#follow(cluster, key, observation, options);
    }
  }

  /** Whether everything has been seen once. */
  get isComplete(): boolean {
    return [...this.#observations.values()].every(({ objects }) => objects !== undefined);
  }

  /** Resolves at the next change; throws what ended an observation that is needed. */
  async change(): Promise<void> {
    await this.#changed.promise;
    if (this.#failure !== undefined) throw this.#failure.thrown;
  }

  /** The object as it is, or undefined where there is none. */
  find({ apiVersion, kind, namespace, name }: ObjectReference): KubeObject | undefined {
    return this.#objects({ apiVersion, kind, ...inNamespace(namespace) }).find(
      ({ metadata }) => metadata.name === name,
    );
  }

  /** What is in the namespace of an object. */
  around({ namespace }: ObjectReference): Surroundings {
    const query = eventQuery(namespace);
    const events = this.#objects(query);
    const early = this.#earlyEvents.get(this.#keyOf(query));
    return {
      replicaSets: this.#objects(replicaSetQuery(namespace)),
      pods: this.#objects(podQuery(namespace)),
      events,
      freshEvents: events.filter((event) => early?.has(versionOf(event)) !== true),
    };
  }

  #add(query: ObjectQuery, isNeeded: boolean): void {
    const key = this.#keyOf(query);
    const known = this.#observations.get(key);
    const { fieldSelector, ...whole } = query;
    // Two that want different objects of a kind share one observation of all.
    const shared = known?.query.fieldSelector === fieldSelector ? query : whole;
    this.#observations.set(key, {
      query: shared,
      isNeeded: isNeeded || known?.isNeeded === true,
      objects: undefined,
    });
  }

  async #follow(
    cluster: Cluster,
    key: string,
    observation: Observation,
    { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
  ): Promise<void> {
    try {
      for await (const objects of cluster.observe(observation.query, signal)) {
        if (observation.objects === undefined && observation.query.kind === 'Event') {
          this.#earlyEvents.set(key, new Set(objects.map(versionOf)));
        }
        observation.objects = objects;
        this.#tell();
      }
    } catch (thrown) {
      if (signal.aborted) return;
      if (!observation.isNeeded && isApiError(thrown)) {
        log.info(`Reasons of failures may be found late: ${thrown.message}`);
        observation.objects ??= [];
      } else {
        this.#failure = { thrown };
      }
      this.#tell();
    }
  }

  #tell(): void {
    const { resolve } = this.#changed;
    if (this.#failure === undefined) this.#changed = Promise.withResolvers<undefined>();
    resolve(undefined);
  }

  #objects(query: ObjectQuery): readonly KubeObject[] {
    return this.#observations.get(this.#keyOf(query))?.objects ?? [];
  }

  #keyOf({ apiVersion, kind, namespace }: ObjectQuery): string {
    return `${apiVersion}/${kind}/${namespace ?? this.#namespace}`;
  }
}

function objectQuery(
  { apiVersion, kind, namespace, name }: ObjectReference,
  references: readonly ObjectReference[],
): ObjectQuery {
  const isOnlyOne = !references.some(
    (other) =>
      other.name !== name &&
      other.kind === kind &&
      other.apiVersion === apiVersion &&
      other.namespace === namespace,
  );
  return {
    apiVersion,
    kind,
    ...inNamespace(namespace),
    ...(isOnlyOne ? { fieldSelector: `metadata.name=${name}` } : {}),
  };
}

function reasonQueries({ kind, namespace }: ObjectReference): readonly ObjectQuery[] {
  if (!hasPods(kind)) return [];
  return [
    podQuery(namespace),
    eventQuery(namespace),
    ...(kind === 'Deployment' ? [replicaSetQuery(namespace)] : []),
  ];
}

function podQuery(namespace: string | undefined): ObjectQuery {
  return { apiVersion: 'v1', kind: 'Pod', ...inNamespace(namespace) };
}

function replicaSetQuery(namespace: string | undefined): ObjectQuery {
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', ...inNamespace(namespace) };
}

function eventQuery(namespace: string | undefined): ObjectQuery {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    ...inNamespace(namespace),
    fieldSelector: 'type=Warning',
  };
}

function inNamespace(namespace: string | undefined): { readonly namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

function versionOf({ metadata }: KubeObject): string {
  return `${metadata.uid ?? ''}@${metadata.resourceVersion ?? ''}`;
}
