import { arrayAt, isJsonObject, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { ApiClient } from './api-client.ts';
import type { ApiCall } from './api-error.ts';
import type { ObjectQuery } from './cluster.ts';
import type { GroupVersionKind, KubeObject } from './kube-object.ts';
import { objectPath } from './object-paths.ts';
import type { Target } from './object-store.ts';

/** Objects as they were at one version of the server's data. */
export interface Listing {
  readonly objects: readonly KubeObject[];
  /** From which a watch goes on. */
  readonly resourceVersion: string;
}

const pageSize = 500;
/** Metadata instead of whole objects; a server that cannot do that sends all of them. */
const metadataOnly =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** All objects that match, over all pages. */
export async function listPages(
  client: ApiClient,
  call: ApiCall,
  target: Target,
  query: ObjectQuery,
  signal: AbortSignal,
): Promise<Listing> {
  const objects: KubeObject[] = [];
  let next: string | undefined;
  for (;;) {
    const path = listPath(target, query, pageSize, next);
    const page = await client.json(call, { method: 'GET', path, repeatable: true }, signal);
    objects.push(...readItems(page, query));
    next = nextOf(page);
    if (next === undefined) {
      return { objects, resourceVersion: stringAt(page, 'metadata', 'resourceVersion') ?? '' };
    }
  }
}

/** The names of all objects that match; undefined where there are more than `most`. */
export async function listNames(
  client: ApiClient,
  call: ApiCall,
  target: Target,
  { query, most }: { readonly query: ObjectQuery; readonly most: number },
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const path = listPath(target, query, most + 1);
  const request = { method: 'GET', path, accept: metadataOnly, repeatable: true } as const;
  const page = await client.json(call, request, signal);
  const items = arrayAt(page, 'items');
  if (nextOf(page) !== undefined || items.length > most) return undefined;
  return new Set(items.flatMap((item) => stringAt(item, 'metadata', 'name') ?? []));
}

function listPath(
  { resource, namespace }: Target,
  { labelSelector, fieldSelector }: ObjectQuery,
  limit: number,
  next?: string,
): string {
  const query = { labelSelector, fieldSelector, limit, continue: next };
  return objectPath(resource, { namespace, query });
}

function nextOf(page: Json): string | undefined {
  const next = stringAt(page, 'metadata', 'continue');
  return next === '' ? undefined : next;
}

/** The items of a list, which the server sends without their kind. */
function readItems(page: Json, { apiVersion, kind }: GroupVersionKind): KubeObject[] {
  return arrayAt(page, 'items')
    .filter(isJsonObject)
    .map((item) => ({ ...item, apiVersion, kind }) as unknown as KubeObject);
}
