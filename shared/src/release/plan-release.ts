import { mapConcurrently } from '../async/map-concurrently.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { referenceTo } from '../manifests/manifest.ts';
import { inPhases } from '../manifests/order.ts';
import { keepHeapSmall } from '../manifests/small-heap.ts';
import { planObject } from './plan-object.ts';
import { readLive } from './read-live.ts';
import { describeKinds } from './release-kinds.ts';
import type { PlannedObject, Refusal, ReleasePlan } from './release-plan.ts';
import { findScaledObjects } from './scaled-replicas.ts';
import { ownWriter } from './writer.ts';
import type { Writer } from './writer.ts';

/**
 * How many objects are asked about, or written, at the same time: what a server is advised to take on
 * one HTTP/2 connection (RFC 9113, 6.5.2).
 */
export const mostAtOnce = 100;
/** From so many on, what is asked of the server about them fills the heap. */
const manyObjects = 200;

/** What a plan may be told. */
export interface PlanOptions {
  /** Takes over fields of any manager instead of refusing. */
  readonly force: boolean;
  /** Namespaces that will be made before the release is applied. */
  readonly comingNamespaces?: readonly string[];
  /** Nothing of the release is there, as far as its history knows. */
  readonly isFirst?: boolean;
  /** Who will write the objects; this suite unless said. */
  readonly writer?: Writer;
}

/**
 * Asks the server, by dry run, what applying `objects` would do; writes nothing. Objects without a
 * namespace get the connection's. What cannot be asked yet, because its namespace or its kind comes
 * with the same release, is planned unseen. Failures that say nothing about an object, such as an
 * unreachable server, are thrown.
 */
export async function planRelease(
  cluster: Cluster,
  objects: readonly KubeObject[],
  options: PlanOptions,
  signal: AbortSignal,
): Promise<ReleasePlan> {
  const { isFirst = false, writer = ownWriter } = options;
  if (objects.length >= manyObjects) keepHeapSmall();
  const kindOf = await describeKinds(cluster, objects, signal);
  const placed = objects.map((object) => placeObject(object, kindOf(object), cluster.namespace));
  const coming = await findComingNamespaces(cluster, placed, options, signal);
  const namespaces = new Set(placed.flatMap(({ metadata }) => metadata.namespace ?? []));
  const present = [...namespaces].filter((namespace) => !coming.has(namespace));
  const isUnseen = ({ apiVersion, kind, metadata: { namespace } }: KubeObject): boolean =>
    kindOf({ apiVersion, kind })?.served !== true ||
    (namespace !== undefined && coming.has(namespace));
  const live = readLive(
    cluster,
    placed.filter((object) => !isUnseen(object)),
    { isFirst, signal },
  );
  const isScaled = placed.some(hasReplicas)
    ? await findScaledObjects(cluster, placed, present, signal)
    : () => false;

  const ordered = inPhases(placed, (object) => object).flatMap(({ items }) => items);
  const answers = await mapConcurrently(ordered, mostAtOnce, async (object) => {
    if (kindOf(object) === undefined) return unknownKind(object);
    if (isUnseen(object)) return planUnseen(object, options.force, writer);
    return planObject(cluster, object, { force: options.force, isScaled, writer, live }, signal);
  });
  const planned: PlannedObject[] = [];
  const refusals: Refusal[] = [];
  for (const answer of answers) {
    if ('action' in answer) planned.push(answer);
    else refusals.push(answer);
  }
  return { objects: planned, refusals };
}

function placeObject(
  object: KubeObject,
  kind: { readonly namespaced: boolean } | undefined,
  namespace: string,
): KubeObject {
  if (kind?.namespaced !== true || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

async function findComingNamespaces(
  cluster: Cluster,
  objects: readonly KubeObject[],
  { comingNamespaces = [] }: PlanOptions,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const own = objects.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Namespace');
  const missing = await mapConcurrently(own, mostAtOnce, async (object) => {
    const live = await cluster.read(referenceTo(object), signal);
    return live === undefined ? [object.metadata.name] : [];
  });
  return new Set([...comingNamespaces, ...missing.flat()]);
}

function hasReplicas({ kind, spec }: KubeObject): boolean {
  const scalable = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];
  return (
    scalable.includes(kind) || (typeof spec === 'object' && spec !== null && 'replicas' in spec)
  );
}

function planUnseen(object: KubeObject, force: boolean, writer: Writer): PlannedObject {
  const reference = referenceTo(object);
  return {
    reference,
    declared: object,
    object: writer.mark(object, undefined),
    action: 'create',
    live: undefined,
    fields: [],
    force,
  };
}

function unknownKind(object: KubeObject): Refusal {
  return {
    kind: 'refused',
    reference: referenceTo(object),
    message: `the cluster does not know the kind ${object.kind} of ${object.apiVersion}`,
    hint: 'Correct apiVersion and kind, or install the CustomResourceDefinition first',
  };
}
