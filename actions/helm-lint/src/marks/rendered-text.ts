import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import {
  readPositions,
  type FieldPosition,
  type PositionedDocument,
} from '@kube-delivery/shared/manifests/field-positions';
import type { FieldPath, RenderedObject } from '../rendered-object.ts';

/** A document in what a template rendered. */
export interface TextDocument {
  /** Where its text begins in that of the template. */
  readonly start: number;
  readonly text: string;
  /** Undefined where the text is no YAML. */
  readonly document: PositionedDocument | undefined;
}

/** The documents of a template's text, cut as Helm does. */
export function documentsOf(text: string): readonly TextDocument[] {
  const documents: TextDocument[] = [];
  let start = text.length - text.trimStart().length;
  const cut = (end: number): void => {
    const own = text.slice(start, end);
    if (own.trim() === '') return;
    documents.push({ start, text: own, document: readPositions(own) });
  };
  for (const separator of text.slice(start).matchAll(/(?:^|\s*\n)---\s*/g)) {
    const at = text.length - text.trimStart().length + separator.index;
    cut(at);
    start = at + separator[0].length;
  }
  cut(text.length);
  return documents;
}

/** What names an object. */
export interface Identity {
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** The names of an object, as far as it has them. */
export function identityAt(value: unknown, base: FieldPath): Identity {
  const object = valueAt(value, ...base);
  return {
    kind: stringAt(object, 'kind'),
    name: stringAt(object, 'metadata', 'name'),
    namespace: stringAt(object, 'metadata', 'namespace'),
  };
}

/**
 * The document of an object: by kind and name, of several such the one at `nth()`; else by its kind
 * and the fields that it has, as names may be made of random characters; else the only one.
 */
export function documentOf(
  documents: readonly TextDocument[],
  { object, base }: RenderedObject,
  nth: () => number,
): TextDocument | undefined {
  const wanted = identityAt(object, []);
  const named = documents.filter(({ document }) =>
    isDeepStrictEqual(identityAt(document?.value, base), wanted),
  );
  if (named.length > 1) return named[nth()] ?? named[0];
  if (named[0]) return named[0];
  const alike = documents.filter(({ document }) =>
    isSameBody(valueAt(document?.value, ...base), object),
  );
  return alike.length > 0 ? alike[0] : documents.length === 1 ? documents[0] : undefined;
}

/** Whether two objects of a kind have the same fields, apart from their metadata. */
export function isSameBody(one: unknown, other: unknown): boolean {
  if (!isJsonObject(one) || !isJsonObject(other) || one.kind !== other.kind) return false;
  return isSameShape({ ...one, metadata: null }, { ...other, metadata: null });
}

/** Whether two values have the same fields and lists of the same length, whatever stands in them. */
export function isSameShape(one: unknown, other: unknown): boolean {
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSameShape(item, other[index]))
    );
  }
  if (isJsonObject(one)) {
    const keys = Object.keys(one);
    return (
      isJsonObject(other) &&
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && isSameShape(one[key], other[key]))
    );
  }
  return !Array.isArray(other) && !isJsonObject(other) && other !== undefined;
}

/** A field of a document, or the nearest one above it that is there. */
export interface Target {
  readonly document: TextDocument;
  /** From the document's root. */
  readonly path: FieldPath;
  /** The document, and each step of `path`, as far as they are there; offsets in the template's text. */
  readonly trail: readonly [FieldPosition, ...FieldPosition[]];
  /** What stands at the end of the trail. */
  readonly value: Json;
}

/** Looks a path up in a document. */
export function targetIn(found: TextDocument, path: FieldPath): Target | undefined {
  const { document, start } = found;
  if (!document) return undefined;
  const [root, ...rest] = document.trail(path);
  const moved = (position: FieldPosition): FieldPosition => ({
    ...position,
    key: position.key === undefined ? undefined : position.key + start,
    start: position.start + start,
    end: position.end + start,
  });
  const value = valueAt(document.value, ...path.slice(0, rest.length)) ?? null;
  return { document: found, path, trail: [moved(root), ...rest.map(moved)], value };
}
