import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import type { Json } from '@kube-delivery/shared/json/json';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';

/**
 * How one fault is taken back. A step is safe to do twice, and leaves alone what somebody else has
 * changed since the fault.
 */
export type UndoStep =
  /** Nothing to do: the cluster mends it by itself, as a controller replaces its pods. */
  | { readonly kind: 'nothing' }
  /** Sets a field back to `before` (null where it was missing) if it still is `during`. */
  | {
      readonly kind: 'restore-field';
      readonly object: ObjectReference;
      readonly uid: string;
      readonly field: JsonPath;
      readonly before: Json;
      readonly during: Json;
    }
  /** Deletes an object that the fault created, known by the mark that it carries. */
  | { readonly kind: 'delete-object'; readonly object: ObjectReference }
  /** Creates an object that the fault deleted anew, if nobody has. */
  | { readonly kind: 'create-object'; readonly object: KubeObject };
