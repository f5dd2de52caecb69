import type { Field } from './schema-node.ts';

/** The file that says which kinds there are, in the folder of a catalog. */
export const indexFile = 'index.json.br';

/** What `indexFile` holds. */
export interface SchemaIndex {
  /** The releases whose schemas these are, oldest first: `1.36.3`. */
  readonly releases: readonly string[];
  /** Of each apiVersion and kind the definition, and the versions that have it. */
  readonly kinds: Readonly<Record<string, Readonly<Record<string, readonly Field[]>>>>;
}

/** What a package's file holds: definitions by name. */
export type SchemaPackage = Readonly<Record<string, readonly Field[]>>;

/** The file of the package that holds a definition: `core.v1.json.br` of `core.v1.PodSpec`. */
export function packageFile(definition: string): string {
  return `${definition.split('.').slice(0, 2).join('.')}.json.br`;
}
