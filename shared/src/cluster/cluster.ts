import type { Duplex } from 'node:stream';
import type { Json } from '../json/json.ts';
import type { GroupVersionKind, KubeObject, ObjectReference } from './kube-object.ts';

/** The field manager of everything this suite writes. */
export const fieldManager = 'kube-delivery';

/** What every write may be told. */
export interface WriteOptions {
  readonly signal: AbortSignal;
  /** The server checks and answers as if it had written, and writes nothing. */
  readonly dryRun?: boolean;
}

/** How a server-side apply treats fields that another manager owns. */
export interface ApplyOptions extends WriteOptions {
  /** Takes them over instead of failing with a conflict. */
  readonly force?: boolean;
  /** In whose name fields are written; `kube-delivery` unless said. */
  readonly manager?: string;
}

/** How an object is deleted. */
export interface DeleteOptions extends WriteOptions {
  /** Deletes only the object with this uid, never a later one of the same name. */
  readonly uid?: string;
  /** Deletes only what nobody wrote since (else an ApiError with status 409). */
  readonly resourceVersion?: string;
  /** What becomes of its dependents; `Background` unless said. */
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  /** Seconds that a pod has to end, 0 for none; its own `terminationGracePeriodSeconds` unless given. */
  readonly gracePeriodSeconds?: number;
}

/** How a pod is evicted. */
export interface EvictOptions extends WriteOptions {
  /** Evicts only the pod with this uid, never a later one of the same name (else status 409). */
  readonly uid?: string;
  /** Seconds that the pod has to end; its own `terminationGracePeriodSeconds` unless given. */
  readonly gracePeriodSeconds?: number;
}

/** A command for a container of a running pod. */
export interface PodCommand {
  readonly namespace?: string;
  readonly pod: string;
  /** The pod's default container unless given. */
  readonly container?: string;
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
}

/** How a command in a container ended. */
export interface CommandResult {
  readonly exitCode: number;
  /** At most the first MiB of what it printed, as UTF-8; so is `stderr`. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Which objects of a kind: of one namespace (the connection's unless named) or of all. */
export interface ObjectQuery extends GroupVersionKind {
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** One operation of a JSON Patch (RFC 6902). */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

/** Which part of a container's log. */
export interface LogQuery {
  readonly namespace?: string;
  readonly pod: string;
  readonly container?: string;
  /** The log of the container's last life instead of its present one. */
  readonly previous?: boolean;
  readonly tailLines?: number;
  /** Only what was written since then, to the second; RFC 3339. */
  readonly sinceTime?: string;
  /** Each line begins with when it was written, as RFC 3339, and a blank. */
  readonly timestamps?: boolean;
}

/** A kind as discovery describes it. */
export interface ApiResource extends GroupVersionKind {
  /** The plural name in URLs. */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/**
 * Objects of any kind on one Kubernetes API server. Every call is retried inside its signal's life
 * where a retry is safe (429, 5xx, broken connections), and fails with an ApiError that names verb,
 * resource, namespace and name. An object without a namespace is taken to lie in `namespace` when
 * its kind is namespaced.
 */
export interface Cluster {
  /** URL of the API server. */
  readonly server: string;
  /** The namespace of objects that name none. */
  readonly namespace: string;

  /** The object, or undefined where there is none. */
  read(reference: ObjectReference, signal: AbortSignal): Promise<KubeObject | undefined>;
  /** All objects that match, over all pages. */
  list(query: ObjectQuery, signal: AbortSignal): Promise<readonly KubeObject[]>;
  /**
   * The names of all objects of a namespace that match, which costs little even where the objects are
   * large; undefined where there are more than `most`.
   */
  names(
    query: ObjectQuery,
    most: number,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | undefined>;
  /**
   * The objects that match: at once as they are, then again after every change, for as long as it is
   * iterated and the signal lives. Survives cut connections, 410 Gone and silent servers by listing
   * anew; several changes while the consumer is busy come as one.
   */
  observe(query: ObjectQuery, signal: AbortSignal): AsyncIterable<readonly KubeObject[]>;

  /** Server-side apply with strict field validation, as field manager `kube-delivery`. */
  apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  /** Creates; an object of that name that is already there is an ApiError with status 409. */
  create(object: KubeObject, options: WriteOptions): Promise<KubeObject>;
  /** Replaces; with `metadata.resourceVersion` only when nobody wrote since (else status 409). */
  replace(object: KubeObject, options: WriteOptions): Promise<KubeObject>;
  /** JSON Patch; a failed `test` is an ApiError with status 422. */
  patch(
    reference: ObjectReference,
    operations: readonly JsonPatchOperation[],
    options: WriteOptions,
  ): Promise<KubeObject>;
  /** Deletes; false where there was nothing to delete. */
  delete(reference: ObjectReference, options: DeleteOptions): Promise<boolean>;
  /**
   * Asks for the end of a pod, which a PodDisruptionBudget may refuse: an ApiError with status 429, at
   * once. False where the pod is gone.
   */
  evict(
    pod: { readonly namespace?: string; readonly name: string },
    options: EvictOptions,
  ): Promise<boolean>;
  /**
   * Runs a command in a container without standard input, and waits for its end. An ApiError where it
   * could not be started. When the signal aborts, the command is left to itself.
   */
  execInPod(command: PodCommand, signal: AbortSignal): Promise<CommandResult>;

  /** How the server serves a kind, or undefined where it does not. */
  resourceOf(kind: GroupVersionKind, signal: AbortSignal): Promise<ApiResource | undefined>;
  /**
   * How the server serves a kind of a group (empty for the core group), in the version that it prefers,
   * or undefined where it serves none.
   */
  preferredKind(group: string, kind: string, signal: AbortSignal): Promise<ApiResource | undefined>;
  /** What the server serves under a plural name in URLs, or undefined where it serves nothing so named. */
  resourceNamed(
    apiVersion: string,
    resource: string,
    signal: AbortSignal,
  ): Promise<ApiResource | undefined>;
  /** The text of a container's log. */
  podLog(query: LogQuery, signal: AbortSignal): Promise<string>;
  /** A byte stream to a port of a pod, through the API server. */
  connectToPod(
    pod: { readonly namespace?: string; readonly name: string; readonly port: number },
    signal: AbortSignal,
  ): Promise<Duplex>;
  /** Ends every connection; the cluster cannot be used afterwards. */
  close(): Promise<void>;
}
