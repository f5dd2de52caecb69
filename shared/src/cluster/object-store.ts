import { holdsAll } from '../json/holds-all.ts';
import type { JsonObject } from '../json/json.ts';
import { ApiError, isApiError } from './api-error.ts';
import type { ApiCall } from './api-error.ts';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { fieldManager } from './cluster.ts';
import type {
  ApiResource,
  ApplyOptions,
  DeleteOptions,
  JsonPatchOperation,
  ObjectQuery,
  WriteOptions,
} from './cluster.ts';
import type { Discovery } from './discovery.ts';
import { isRepeatablePatch } from './json-patch.ts';
import type { GroupVersionKind, KubeObject, ObjectReference } from './kube-object.ts';
import { listNames, listPages } from './object-list.ts';
import type { Listing } from './object-list.ts';
import { objectPath, qualifiedResource } from './object-paths.ts';

/** A kind's resource and where in it a call goes. */
export interface Target {
  readonly resource: ApiResource;
  readonly namespace: string | undefined;
}

/** Reads and writes objects of any kind as the plain JSON that the server and the caller give. */
export class ObjectStore {
  readonly #client: ApiClient;
  readonly #discovery: Discovery;
  readonly #namespace: string;

  constructor(client: ApiClient, discovery: Discovery, namespace: string) {
    this.#client = client;
    this.#discovery = discovery;
    this.#namespace = namespace;
  }

  /** The object, or undefined where there is none. */
  async read(reference: ObjectReference, signal: AbortSignal): Promise<KubeObject | undefined> {
    const { resource, namespace } = await this.target(reference, signal);
    const path = objectPath(resource, { namespace, name: reference.name });
    try {
      return await this.#object(
        callOf('get', resource, namespace, reference.name),
        { method: 'GET', path, repeatable: true },
        signal,
      );
    } catch (error) {
      if (isApiError(error, 404)) return undefined;
      throw error;
    }
  }

  /** All objects that match, over all pages. */
  async list(query: ObjectQuery, signal: AbortSignal): Promise<Listing> {
    const target = await this.target(query, signal);
    const call = callOf('list', target.resource, target.namespace);
    try {
      return await listPages(this.#client, call, target, query, signal);
    } catch (error) {
      // The pages took so long that the server forgot the first one's version.
      if (isApiError(error, 410)) return listPages(this.#client, call, target, query, signal);
      throw error;
    }
  }

  /** The names of all objects that match; undefined where there are more than `most`. */
  async names(
    query: ObjectQuery,
    most: number,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | undefined> {
    const target = await this.target(query, signal);
    const call = callOf('list', target.resource, target.namespace);
    return listNames(this.#client, call, target, { query, most }, signal);
  }

  /** Server-side apply with strict field validation. */
  async apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    const { name } = object.metadata;
    const { resource, namespace } = await this.target(placeOf(object), options.signal);
    const query = { ...writeQuery(options), force: options.force === true };
    return this.#object(
      callOf('patch', resource, namespace, name),
      {
        method: 'PATCH',
        path: objectPath(resource, { namespace, name, query }),
        // JSON is YAML, and the only way the server takes an apply.
        contentType: 'application/apply-patch+yaml',
        body: object,
        repeatable: true,
        anyVersion: object.metadata.resourceVersion === undefined,
      },
      options.signal,
    );
  }

  /**
   * Creates; an object of that name that is already there is an ApiError with status 409. Where an
   * answer was lost and the object is there as it was to be, it is taken for the one created.
   */
  async create(object: KubeObject, options: WriteOptions): Promise<KubeObject> {
    const { signal } = options;
    const reference = placeOf(object);
    const { resource, namespace } = await this.target(reference, signal);
    const sent = { mayBeDone: false };
    try {
      return await this.#object(
        callOf('create', resource, namespace, object.metadata.name),
        {
          method: 'POST',
          path: objectPath(resource, { namespace, query: writeQuery(options) }),
          body: object,
          // Its name keeps it from being made twice.
          repeatable: true,
          onDoubt: () => {
            sent.mayBeDone = true;
          },
        },
        signal,
      );
    } catch (error) {
      if (!sent.mayBeDone || !isApiError(error, 409)) throw error;
      const there = await this.read(reference, signal);
      if (there === undefined || !holdsAll(there, object)) throw error;
      return there;
    }
  }

  /** Replaces; with a resourceVersion only when nobody wrote since (else status 409). */
  async replace(object: KubeObject, options: WriteOptions): Promise<KubeObject> {
    const { name } = object.metadata;
    const { resource, namespace } = await this.target(placeOf(object), options.signal);
    return this.#object(
      callOf('update', resource, namespace, name),
      {
        method: 'PUT',
        path: objectPath(resource, { namespace, name, query: writeQuery(options) }),
        body: object,
        repeatable: true,
      },
      options.signal,
    );
  }

  /** JSON Patch; a failed `test` is an ApiError with status 422. */
  async patch(
    reference: ObjectReference,
    operations: readonly JsonPatchOperation[],
    options: WriteOptions,
  ): Promise<KubeObject> {
    const { name } = reference;
    const { resource, namespace } = await this.target(reference, options.signal);
    return this.#object(
      callOf('patch', resource, namespace, name),
      {
        method: 'PATCH',
        path: objectPath(resource, { namespace, name, query: writeQuery(options) }),
        contentType: 'application/json-patch+json',
        body: operations,
        repeatable: isRepeatablePatch(operations),
      },
      options.signal,
    );
  }

  /** Deletes; false where there was nothing to delete. */
  async delete(reference: ObjectReference, options: DeleteOptions): Promise<boolean> {
    const { name } = reference;
    const { resource, namespace } = await this.target(reference, options.signal);
    let mayBeDone = false;
    try {
      await this.#client.send(
        callOf('delete', resource, namespace, name),
        {
          method: 'DELETE',
          path: objectPath(resource, { namespace, name }),
          body: deleteBody(options),
          repeatable: true,
          onDoubt: () => {
            mayBeDone = true;
          },
        },
        options.signal,
      );
      return true;
    } catch (error) {
      if (isApiError(error, 404)) return mayBeDone;
      throw error;
    }
  }

  /** Where the server keeps objects of a kind; throws an ApiError where it does not know the kind. */
  async target(
    kind: GroupVersionKind & { readonly namespace?: string; readonly allNamespaces?: boolean },
    signal: AbortSignal,
  ): Promise<Target> {
    const resource = await this.#discovery.resourceOf(kind, signal);
    if (resource === undefined) throw unknownKind(kind);
    const namespace = kind.allNamespaces === true ? undefined : (kind.namespace ?? this.#namespace);
    return { resource, namespace: resource.namespaced ? namespace : undefined };
  }

  async #object(call: ApiCall, request: ApiRequest, signal: AbortSignal): Promise<KubeObject> {
    return (await this.#client.json(call, request, signal)) as KubeObject;
  }
}

/** What is asked of the server, as errors and RBAC name it. */
export function callOf(
  verb: string,
  resource: ApiResource,
  namespace: string | undefined,
  name?: string,
): ApiCall {
  return {
    verb,
    resource: qualifiedResource(resource),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}

function writeQuery({ dryRun, manager }: ApplyOptions): Record<string, string | undefined> {
  return {
    fieldManager: manager ?? fieldManager,
    fieldValidation: 'Strict',
    dryRun: dryRun === true ? 'All' : undefined,
  };
}

/** The DeleteOptions of a deletion, as the server takes them. */
export function deleteBody(options: Omit<DeleteOptions, 'signal'>): JsonObject {
  const { uid, resourceVersion, gracePeriodSeconds } = options;
  const preconditions = {
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: options.propagation ?? 'Background',
    ...(Object.keys(preconditions).length === 0 ? {} : { preconditions }),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(options.dryRun === true ? { dryRun: ['All'] } : {}),
  };
}

function placeOf({ apiVersion, kind, metadata }: KubeObject): ObjectReference {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function unknownKind({ apiVersion, kind }: GroupVersionKind): ApiError {
  return new ApiError(`the server has no kind ${kind} in ${apiVersion}`, {
    status: 404,
    reason: 'UnknownKind',
    call: { verb: 'get', resource: `${kind} (${apiVersion})` },
    hint: 'Check apiVersion and kind, or install the CRD that defines it first.',
  });
}
