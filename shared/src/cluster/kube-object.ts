import type { Json, JsonObject } from '../json/json.ts';

/** `metadata` of a Kubernetes object; fields that are not named here are kept as they are. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly ownerReferences?: readonly JsonObject[];
  readonly [field: string]: Json;
}

/**
 * A Kubernetes object of any kind as plain JSON. Nothing is dropped or converted: what the server
 * or a manifest says is what it holds.
 */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: Json;
}

/** A kind as the API serves it. */
export interface GroupVersionKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Names one object. Without `namespace` it is cluster-scoped or lies in the connection's namespace. */
export interface ObjectReference extends GroupVersionKind {
  readonly namespace?: string;
  readonly name: string;
}
