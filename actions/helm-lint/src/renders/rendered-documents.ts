import { isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import type { DuplicateKey } from '@kube-delivery/shared/manifests/yaml-places';
import type { FieldPath } from '../rendered-object.ts';

/** One YAML document that a template gave, read. */
export interface ReadDocument {
  /** Its objects, lists of objects taken apart, with where they stand in it. */
  readonly values: readonly { readonly value: Json; readonly base: FieldPath }[];
  readonly duplicateKeys: readonly DuplicateKey[];
  /** Why it is no YAML; the line is one of the document's. */
  readonly problem: { readonly line: number; readonly message: string } | undefined;
}

/**
 * Reads documents, each text once: most renders of a chart share most of theirs, and then share the
 * objects too. Make one for each chart.
 */
export class RenderedDocuments {
  readonly #read = new Map<string, ReadDocument>();

  read(text: string): ReadDocument {
    const known = this.#read.get(text);
    if (known !== undefined) return known;
    const document = readDocument(text);
    this.#read.set(text, document);
    return document;
  }
}

const asHelm = { lastWins: true, roundsIntegers: true } as const;

function readDocument(text: string): ReadDocument {
  const strict = readYaml(text, 'kubernetes', { roundsIntegers: true });
  const duplicateKeys = strict.problems.length === 0 ? [] : openYamlPlaces(text).duplicateKeys();
  const reading = duplicateKeys.length === 0 ? strict : readYaml(text, 'kubernetes', asHelm);
  return {
    values: reading.documents.flatMap(({ value }) => flatten(value, [])),
    duplicateKeys,
    problem: reading.problems[0],
  };
}

function flatten(value: Json, base: FieldPath): ReadDocument['values'] {
  const items = valueAt(value, 'items');
  const kind = valueAt(value, 'kind');
  const isList =
    isJsonObject(value) &&
    Array.isArray(items) &&
    typeof kind === 'string' &&
    kind.endsWith('List');
  if (!isList) return [{ value, base }];
  return (items as readonly Json[]).flatMap((item, index) =>
    flatten(item, [...base, 'items', index]),
  );
}
