import { isApiError } from '../cluster/api-error.ts';
import type { Cluster, ObjectQuery } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { referenceTo } from '../manifests/manifest.ts';
import { membershipOf, partOfLabel } from './apply-set/apply-set-id.ts';

/** Gives an object of a release as it is in the cluster, or undefined where there is none. */
export type LiveObjects = (object: KubeObject) => Promise<KubeObject | undefined>;

/** From so many of a kind in a namespace on, lists are fewer calls than reading one after the other. */
const fewestToList = 4;
/** Where a namespace holds more of a kind than that, its objects are read one by one. */
const mostNames = 2000;

/** How live objects are read. */
export interface LiveOptions {
  /** Nothing of the release is there, as far as is known. */
  readonly isFirst: boolean;
  readonly signal: AbortSignal;
}

/**
 * Reads objects of a release, many of a kind and namespace by two lists: one of what is a member of
 * the release's set already, and the names of all others, most of which are not there at all. What no
 * list tells is read by itself, as is everything where listing is forbidden.
 */
export function readLive(
  cluster: Cluster,
  objects: readonly KubeObject[],
  options: LiveOptions,
): LiveObjects {
  const groups = Map.groupBy(objects, groupKey);
  const known = new Map<string, Promise<Listed>>();
  for (const [key, group] of groups) {
    if (group.length < fewestToList) continue;
    const listing = listGroup(cluster, group, options);
    // Thrown again to whoever asks for one of its objects.
    listing.catch(() => undefined);
    known.set(key, listing);
  }
  return async (object) => {
    const listed = await known.get(groupKey(object));
    const { name } = object.metadata;
    const member = listed?.members.get(name);
    if (member !== undefined) return member;
    if (listed?.names !== undefined && !listed.names.has(name)) return undefined;
    return cluster.read(referenceTo(object), options.signal);
  };
}

interface Listed {
  readonly members: ReadonlyMap<string, KubeObject>;
  /** Of all objects there are; undefined where that is not known. */
  readonly names: ReadonlySet<string> | undefined;
}

async function listGroup(
  cluster: Cluster,
  group: readonly KubeObject[],
  { isFirst, signal }: LiveOptions,
): Promise<Listed> {
  const [first] = group;
  if (first === undefined) return nothingKnown;
  const { apiVersion, kind, metadata } = first;
  const { namespace } = metadata;
  const query = { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) };
  try {
    const listing = listMembers(cluster, query, membershipOf(first), signal);
    const naming = (): Promise<Listed['names']> => cluster.names(query, mostNames, signal);
    // Names are asked for only where there are others than members, which is sure for a first release.
    const [found, early] = await Promise.all([listing, isFirst ? naming() : undefined]);
    const members = new Map(found.map((object) => [object.metadata.name, object]));
    const isAll = group.every((object) => members.has(object.metadata.name));
    return { members, names: isAll ? undefined : (early ?? (await naming())) };
  } catch (error) {
    if (isApiError(error, 403)) return nothingKnown;
    throw error;
  }
}

const nothingKnown: Listed = { members: new Map(), names: undefined };

function listMembers(
  cluster: Cluster,
  query: ObjectQuery,
  set: string | undefined,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  if (set === undefined) return Promise.resolve([]);
  return cluster.list({ ...query, labelSelector: `${partOfLabel}=${set}` }, signal);
}

function groupKey(object: KubeObject): string {
  const { apiVersion, kind, metadata } = object;
  return [apiVersion, kind, metadata.namespace ?? '', membershipOf(object) ?? ''].join(' ');
}
