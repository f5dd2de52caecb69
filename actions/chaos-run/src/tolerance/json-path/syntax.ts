import type { Json } from '@kube-delivery/shared/json/json';

/** A path from the root of the value (`$`) or from the node at hand (`@`). */
export interface JsonPath {
  readonly from: 'root' | 'current';
  readonly steps: readonly Step[];
}

/** One step of a path: all that its selectors choose, in their order; at any depth after `..`. */
export interface Step {
  readonly deep: boolean;
  readonly selectors: readonly Selector[];
}

/** What a step chooses of a node. */
export type Selector =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | {
      readonly kind: 'slice';
      readonly start: number | undefined;
      readonly end: number | undefined;
      readonly step: number | undefined;
    }
  | { readonly kind: 'all' }
  /** The node itself, where the condition holds. */
  | { readonly kind: 'filter'; readonly condition: Condition }
  /** The keys or indexes that another path finds. */
  | { readonly kind: 'path'; readonly path: JsonPath }
  | {
      readonly kind: 'call';
      readonly name: JsonPathFunction;
      readonly operands: readonly Operand[];
    };

/** The functions that a path may call. */
export const jsonPathFunctions = [
  'charAt',
  'entries',
  'keys',
  'length',
  'substring',
  'values',
] as const;

/** One of them. */
export type JsonPathFunction = (typeof jsonPathFunctions)[number];

/** A path or a literal. */
export type Operand =
  | { readonly kind: 'path'; readonly path: JsonPath }
  | { readonly kind: 'literal'; readonly value: Json };

/** The comparisons that a filter may make. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** What a filter asks. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'compare';
      readonly by: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  /** The path finds something, or the literal is true for Python. */
  | { readonly kind: 'some'; readonly of: Operand };
