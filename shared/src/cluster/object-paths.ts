import type { ApiResource } from './cluster.ts';

/** What of a resource a URL names. */
export interface ObjectPlace {
  /** Of a namespaced resource; undefined means all namespaces. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
}

/**
 * The path and query of objects below the server's URL. Names are encoded and keep their case:
 * `/apis/apps/v1/namespaces/shop/deployments/web?dryRun=All`.
 */
export function objectPath(
  resource: Pick<ApiResource, 'apiVersion' | 'resource' | 'namespaced'>,
  { namespace, name, subresource, query = {} }: ObjectPlace,
): string {
  const parts = [
    ...groupVersionParts(resource.apiVersion),
    ...(resource.namespaced && namespace !== undefined ? ['namespaces', namespace] : []),
    resource.resource,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return `/${parts.map(encodeURIComponent).join('/')}${queryText(query)}`;
}

/** The path of a group version's own description: `/api/v1`, `/apis/apps/v1`. */
export function groupVersionPath(apiVersion: string): string {
  return `/${groupVersionParts(apiVersion).map(encodeURIComponent).join('/')}`;
}

/** The path of a group's own description, which names its versions: `/apis/apps`. */
export function groupPath(group: string): string {
  return `/apis/${encodeURIComponent(group)}`;
}

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** A resource as RBAC and error messages name it: `deployments.apps`, `pods`. */
export function qualifiedResource(resource: Pick<ApiResource, 'apiVersion' | 'resource'>): string {
  const group = groupOf(resource.apiVersion);
  return group === '' ? resource.resource : `${resource.resource}.${group}`;
}

function groupVersionParts(apiVersion: string): string[] {
  return apiVersion.includes('/') ? ['apis', ...apiVersion.split('/')] : ['api', apiVersion];
}

function queryText(query: NonNullable<ObjectPlace['query']>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(key, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
