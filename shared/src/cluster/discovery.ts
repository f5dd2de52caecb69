import { arrayAt, objectAt, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { untilAborted } from '../time/until-aborted.ts';
import { isApiError } from './api-error.ts';
import type { ApiClient } from './api-client.ts';
import type { ApiResource } from './cluster.ts';
import { knownKind } from './known-kinds.ts';
import type { GroupVersionKind } from './kube-object.ts';
import { groupOf, groupPath, groupVersionPath } from './object-paths.ts';

/** KEP-3352: every group's resources in one answer; a server that cannot gives the plain lists. */
const aggregated =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

type Resources = ReadonlyMap<string, ApiResource>;

/**
 * Which kinds a server serves: asked for the first kind that is not part of Kubernetes itself, and again
 * only when a kind is not among them.
 */
export class Discovery {
  readonly #client: ApiClient;
  /** Of the connection, not of one caller, as callers share the answer. */
  readonly #life: AbortSignal;
  #known: Resources | undefined;
  #next: Promise<Resources> | undefined;

  constructor(client: ApiClient, life: AbortSignal) {
    this.#client = client;
    this.#life = life;
  }

  /** How the server serves `kind`, or undefined where it does not. */
  async resourceOf(kind: GroupVersionKind, signal: AbortSignal): Promise<ApiResource | undefined> {
    const key = keyOf(kind);
    const known = this.#known?.get(key) ?? knownKind(kind);
    if (known !== undefined) return known;
    // A CRD may have come since; an answer that was asked for earlier would not tell.
    const asked = await untilAborted(this.#ask(), signal);
    const found = asked.get(key);
    if (found !== undefined || !isLegacyAnswer(asked)) return found;
    return this.#fromGroupVersion(kind.apiVersion, (each) => each.kind === kind.kind, signal);
  }

  /** A kind of a group in the version that the server prefers, or undefined where it serves none. */
  async preferredKind(
    group: string,
    kind: string,
    signal: AbortSignal,
  ): Promise<ApiResource | undefined> {
    const named = (resource: ApiResource): boolean =>
      resource.kind === kind && groupOf(resource.apiVersion) === group;
    // Answers name the versions of a group in the order in which the server prefers them.
    const known = this.#known && [...this.#known.values()].find(named);
    if (known !== undefined) return known;
    const asked = await untilAborted(this.#ask(), signal);
    const found = [...asked.values()].find(named);
    if (found !== undefined || !isLegacyAnswer(asked)) return found;
    for (const apiVersion of await this.#versionsOf(group, signal)) {
      const resource = await this.#fromGroupVersion(apiVersion, named, signal);
      if (resource !== undefined) return resource;
    }
    return undefined;
  }

  /** What the server serves under a plural name in URLs, or undefined where it serves nothing so named. */
  async resourceNamed(
    apiVersion: string,
    resource: string,
    signal: AbortSignal,
  ): Promise<ApiResource | undefined> {
    const named = (each: ApiResource): boolean =>
      each.apiVersion === apiVersion && each.resource === resource;
    const known = this.#known && [...this.#known.values()].find(named);
    if (known !== undefined) return known;
    const asked = await untilAborted(this.#ask(), signal);
    const found = [...asked.values()].find(named);
    if (found !== undefined || !isLegacyAnswer(asked)) return found;
    return this.#fromGroupVersion(apiVersion, named, signal);
  }

  /** Callers of the same moment share one answer. */
  #ask(): Promise<Resources> {
    this.#next ??= Promise.resolve().then(async () => {
      this.#next = undefined;
      const [core, groups] = await Promise.all([this.#list('/api'), this.#list('/apis')]);
      this.#known = new Map([...core, ...groups]);
      return this.#known;
    });
    return this.#next;
  }

  async #list(path: string): Promise<readonly (readonly [string, ApiResource])[]> {
    const answer = await this.#client.json(
      { verb: 'get', resource: path },
      { method: 'GET', path, accept: aggregated, repeatable: true },
      this.#life,
    );
    return readAggregated(answer).map((resource) => [keyOf(resource), resource]);
  }

  async #versionsOf(group: string, signal: AbortSignal): Promise<readonly string[]> {
    if (group === '') return ['v1'];
    const path = groupPath(group);
    try {
      const answer = await this.#client.json(
        { verb: 'get', resource: path },
        { method: 'GET', path, repeatable: true },
        signal,
      );
      return readGroupVersions(answer);
    } catch (error) {
      if (isApiError(error, 404)) return [];
      throw error;
    }
  }

  async #fromGroupVersion(
    apiVersion: string,
    isWanted: (resource: ApiResource) => boolean,
    signal: AbortSignal,
  ): Promise<ApiResource | undefined> {
    const path = groupVersionPath(apiVersion);
    try {
      const answer = await this.#client.json(
        { verb: 'get', resource: path },
        { method: 'GET', path, repeatable: true },
        signal,
      );
      const found = readResourceList(answer).find(isWanted);
      if (found !== undefined)
        this.#known = new Map([...(this.#known ?? []), [keyOf(found), found]]);
      return found;
    } catch (error) {
      if (isApiError(error, 404)) return undefined;
      throw error;
    }
  }
}

/** The resources of an APIGroupDiscoveryList (apidiscovery.k8s.io/v2); none of any other answer. */
export function readAggregated(answer: Json): ApiResource[] {
  return arrayAt(answer, 'items').flatMap((group) => {
    const name = stringAt(group, 'metadata', 'name') ?? '';
    return arrayAt(group, 'versions').flatMap((version) => {
      const versionName = stringAt(version, 'version') ?? '';
      const apiVersion = name === '' ? versionName : `${name}/${versionName}`;
      return arrayAt(version, 'resources').map((resource) => ({
        apiVersion,
        kind: stringAt(resource, 'responseKind', 'kind') ?? '',
        resource: stringAt(resource, 'resource') ?? '',
        namespaced: stringAt(resource, 'scope') === 'Namespaced',
        verbs: textsAt(resource, 'verbs'),
      }));
    });
  });
}

/** The resources of an APIResourceList (v1), without subresources. */
export function readResourceList(answer: Json): ApiResource[] {
  const apiVersion = stringAt(answer, 'groupVersion') ?? '';
  return arrayAt(answer, 'resources')
    .filter((resource) => !(stringAt(resource, 'name') ?? '/').includes('/'))
    .map((resource) => ({
      apiVersion,
      kind: stringAt(resource, 'kind') ?? '',
      resource: stringAt(resource, 'name') ?? '',
      namespaced: objectAt(resource).namespaced === true,
      verbs: textsAt(resource, 'verbs'),
    }));
}

/** The apiVersions of an APIGroup (v1), the preferred one first. */
export function readGroupVersions(answer: Json): string[] {
  const versions = arrayAt(answer, 'versions').map((version) => stringAt(version, 'groupVersion'));
  const all = [stringAt(answer, 'preferredVersion', 'groupVersion'), ...versions];
  return [...new Set(all.filter((version) => version !== undefined))];
}

function isLegacyAnswer(resources: Resources): boolean {
  return resources.size === 0;
}

function keyOf({ apiVersion, kind }: GroupVersionKind): string {
  return `${apiVersion} ${kind}`;
}

function textsAt(value: Json, key: string): string[] {
  return arrayAt(value, key).filter((entry) => typeof entry === 'string');
}
