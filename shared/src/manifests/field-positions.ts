import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import type { Json } from '../json/json.ts';
import { scalarTags } from './yaml-schema.ts';

/** Where a field of a document stands, as offsets in its text. */
export interface FieldPosition {
  /** Where its key begins; undefined for items of a list and for the document itself. */
  readonly key: number | undefined;
  /** Where its value begins; right after the key where it has none. */
  readonly start: number;
  /** After the last character of its value. */
  readonly end: number;
  readonly isCollection: boolean;
}

/** A YAML document whose fields can be found in its text. */
export interface PositionedDocument {
  readonly value: Json;
  /**
   * The positions of the document and of each field on the way to `path`, as far as they are there:
   * as many as steps and one more where the field is there. Aliases and `<<` are followed; of a key
   * that stands twice the last one counts.
   */
  trail(path: readonly (string | number)[]): readonly [FieldPosition, ...FieldPosition[]];
}

const mostAliases = 1000;

/**
 * Reads the one document of a text as kubectl and Helm would, except that keys may stand twice.
 * Undefined where the text is no YAML.
 */
export function readPositions(text: string): PositionedDocument | undefined {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      customTags: [...scalarTags],
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    if (document.errors.length > 0) return undefined;
    const value = document.toJS({ maxAliasCount: mostAliases }) as Json;
    return { value, trail: (path) => trailOf(document, path) };
  } catch {
    // Nested more deeply than the stack allows, or aliases that multiply.
    return undefined;
  }
}

function trailOf(
  document: Document.Parsed,
  path: readonly (string | number)[],
): readonly [FieldPosition, ...FieldPosition[]] {
  const root = document.contents;
  const trail: [FieldPosition, ...FieldPosition[]] = [positionOf(undefined, root, 0)];
  let current: unknown = root;
  for (const step of path) {
    const found = fieldOf(document, current, step);
    if (!found) break;
    trail.push(positionOf(found.key, found.value, trail.at(-1)?.start ?? 0));
    current = found.value;
  }
  return trail;
}

interface Field {
  readonly key: unknown;
  readonly value: unknown;
}

function fieldOf(document: Document, holder: unknown, step: string | number): Field | undefined {
  const node = isAlias(holder) ? holder.resolve(document) : holder;
  if (isSeq(node)) {
    const value = typeof step === 'number' ? node.items[step] : undefined;
    return value === undefined ? undefined : { key: undefined, value };
  }
  return isMap(node) ? (ownField(node, step) ?? mergedField(document, node, step)) : undefined;
}

function ownField(map: YAMLMap, step: string | number): Field | undefined {
  return map.items.findLast(({ key }) => isScalar(key) && textOf(key.value) === String(step));
}

function mergedField(document: Document, map: YAMLMap, step: string | number): Field | undefined {
  for (const { key, value } of map.items) {
    if (!isScalar(key) || key.value !== '<<') continue;
    const source = isAlias(value) ? value.resolve(document) : value;
    for (const each of isSeq(source) ? source.items : [source]) {
      const found = fieldOf(document, each, step);
      if (found) return found;
    }
  }
  return undefined;
}

function textOf(key: unknown): string {
  if (typeof key === 'string') return key;
  return key === null ? '' : JSON.stringify(key);
}

function positionOf(key: unknown, value: unknown, otherwise: number): FieldPosition {
  const keyRange = rangeOf(key);
  const range = rangeOf(value) ?? keyRange?.map(() => keyRange[1] ?? otherwise);
  return {
    key: keyRange?.[0],
    start: range?.[0] ?? otherwise,
    end: range?.[1] ?? otherwise,
    isCollection: isMap(value) || isSeq(value),
  };
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return isNode(node) ? ((node as Node).range ?? undefined) : undefined;
}
