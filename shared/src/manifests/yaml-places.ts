import { LineCounter, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Document, Pair } from 'yaml';
import type { JsonPath } from '../json/json-path.ts';

/** A character of a text: line and column from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** A key that stands in its map already. */
export interface DuplicateKey extends TextPosition {
  /** With the keys above it. */
  readonly path: JsonPath;
  /** Where it stands first. */
  readonly firstLine: number;
}

/** Where the fields of a YAML or JSON text stand. */
export interface YamlPlaces {
  /** Of a field its key, of a list's item its first character; undefined where there is none. */
  keyAt(path: JsonPath): TextPosition | undefined;
  /** The first character of the value; undefined where there is none. */
  valueAt(path: JsonPath): TextPosition | undefined;
  /** The key of the field, else of the nearest one above it that is there, else where the text begins. */
  nearestKey(path: JsonPath): TextPosition;
  /** Every key that stands twice, with `<<` left out, in the order of the text. */
  duplicateKeys(): readonly DuplicateKey[];
}

/**
 * Finds fields in a text, also in one that has mistakes: what can be read of it is looked through.
 * Aliases and `<<` are followed to the text that they stand for. Of several documents the last one
 * that has a field counts, as for Helm's values.
 */
export function openYamlPlaces(text: string): YamlPlaces {
  const lines = new LineCounter();
  const documents = read(text, lines);
  const position = (node: unknown): TextPosition | undefined => {
    const offset = startOf(node);
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const find = (path: JsonPath): Found | undefined => {
    for (const document of documents) {
      const found = follow(document, path);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const keyAt = (path: JsonPath): TextPosition | undefined => {
    const found = find(path);
    return found && (position(found.key) ?? position(found.value));
  };
  return {
    keyAt,
    valueAt: (path) => {
      const found = find(path);
      return found && (position(found.value) ?? position(found.key));
    },
    nearestKey: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const found = keyAt(path.slice(0, length));
        if (found !== undefined) return found;
      }
      return keyAt([]) ?? { line: 1, column: 1 };
    },
    duplicateKeys: () => {
      const found: DuplicateKey[] = [];
      for (const document of documents.toReversed()) {
        collect(document.contents, [], (path, key, first) => {
          const at = position(key);
          if (at !== undefined) {
            found.push({ ...at, path, firstLine: position(first)?.line ?? at.line });
          }
        });
      }
      return found.sort((a, b) => a.line - b.line || a.column - b.column);
    },
  };
}

/** The last document first. */
function read(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  try {
    const parsed = parseAllDocuments(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter,
    });
    return 'empty' in parsed ? [] : parsed.toReversed();
  } catch {
    // Nested more deeply than the stack allows.
    return [];
  }
}

interface Found {
  readonly key: unknown;
  readonly value: unknown;
}

function follow(document: Document.Parsed, path: JsonPath): Found | undefined {
  let found: Found = { key: undefined, value: document.contents };
  if (document.contents === null) return undefined;
  for (const step of path) {
    const next = stepInto(document, found.value, step);
    if (next === undefined) return undefined;
    found = next;
  }
  return found;
}

function stepInto(
  document: Document.Parsed,
  from: unknown,
  step: string | number,
): Found | undefined {
  const node = isAlias(from) ? from.resolve(document) : from;
  if (isSeq(node)) {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    return item === undefined ? undefined : { key: undefined, value: item };
  }
  if (!isMap(node)) return undefined;
  const own = node.items.findLast((pair) => nameOf(pair) === String(step));
  if (own !== undefined) return own;
  for (const { value } of node.items.filter((pair) => nameOf(pair) === '<<')) {
    const merged = isAlias(value) ? value.resolve(document) : value;
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const found = stepInto(document, source, step);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

type Report = (path: JsonPath, key: unknown, first: unknown) => void;

function collect(node: unknown, path: JsonPath, report: Report): void {
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) collect(item, [...path, index], report);
  }
  if (!isMap(node)) return;
  const seen = new Map<string, unknown>();
  for (const pair of node.items) {
    const name = nameOf(pair);
    if (name === undefined) continue;
    const below = [...path, name];
    if (seen.has(name)) report(below, pair.key, seen.get(name));
    else if (name !== '<<') seen.set(name, pair.key);
    collect(pair.value, below, report);
  }
}

function nameOf({ key }: Pair): string | undefined {
  return isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const { range } = node as { readonly range?: readonly number[] | null };
  return range?.[0];
}
