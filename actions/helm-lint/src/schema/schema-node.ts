import type { Json } from '@kube-delivery/shared/json/json';

/** Kubernetes versions as bits: bit i stands for the catalog's i-th version, oldest first. */
export type VersionSet = number;

/** What a value may be. */
export type SchemaType =
  'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'int-or-string' | 'quantity';

/** What a value must hold beyond its type; of a map, what its keys and values must be. */
export type SchemaFormat = 'base64' | 'date-time' | 'int32' | 'labels' | 'annotations';

/** Bounds that a CustomResourceDefinition may set. */
export interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** What Kubernetes, or a CustomResourceDefinition, says of one value. One without a type is free. */
export interface SchemaNode {
  readonly type?: SchemaType;
  /** The definition that says the rest: `core.v1.PodSpec`. */
  readonly ref?: string;
  /** The fields of an object. */
  readonly properties?: Readonly<Record<string, readonly Field[]>>;
  /** What all values of a map are. */
  readonly values?: SchemaNode;
  /** What all entries of an array are. */
  readonly items?: SchemaNode;
  /** The fields that tell the entries of an array apart. */
  readonly keys?: readonly string[];
  readonly enum?: readonly Json[];
  readonly default?: Json;
  readonly format?: SchemaFormat;
  readonly limits?: Limits;
  /** Whether fields that are not named are allowed; of int-or-string, whether text of digits is. */
  readonly open?: true;
  /** Whether null is refused; elsewhere it means that the field is not there. */
  readonly refusesNull?: true;
}

/** A node that holds for some versions; several of them describe one value. */
export interface Field extends SchemaNode {
  /** The versions that have it; those of its parent where absent. */
  readonly in?: VersionSet;
  /** Whether an object without this field is refused. */
  readonly needed?: true;
}
