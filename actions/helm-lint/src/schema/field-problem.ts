import type { FieldPath } from '../rendered-object.ts';
import type { SchemaRule } from './rules.ts';
import type { VersionSet } from './schema-node.ts';

/** What is wrong, before it is known where. */
export interface Fault {
  readonly rule: SchemaRule;
  readonly message: string;
  readonly hint: string;
  /**
   * Whether the message is followed by the versions that have it; by default where it is not all that
   * are checked.
   */
  readonly dated?: 'always' | 'never';
}

/** A fault of one field of an object. */
export interface FieldProblem extends Fault {
  readonly path: FieldPath;
  readonly about: 'key' | 'value' | 'missing';
  /** The versions of Kubernetes that have it. */
  readonly versions: VersionSet;
}
