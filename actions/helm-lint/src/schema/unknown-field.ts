import { nearestWord } from '@kube-delivery/shared/text/nearest-word';
import type { Catalog } from './catalog.ts';
import type { Fault } from './field-problem.ts';
import { onlyWhere } from './kubernetes-versions.ts';
import type { Field, SchemaNode, VersionSet } from './schema-node.ts';

/** An object that is being checked, with the name of its field and the object around it. */
export interface Surrounding {
  readonly node: SchemaNode;
  /** `spec.template`; empty for the whole object. */
  readonly path: string;
  readonly parent: Surrounding | undefined;
}

/** What the search for a field's true place reads schemas with. */
export type FieldLookup = Pick<Catalog, 'definition' | 'versions' | 'versionsIn'>;

const deepest = 4;

/**
 * The fault of a field that its object does not have in `versions`: it may exist in others, be spelled
 * nearly so, or belong elsewhere in the object.
 */
export function unknownField(
  key: string,
  around: Surrounding,
  versions: VersionSet,
  lookup: FieldLookup,
): Fault {
  const { properties = {} } = around.node;
  const elsewhere = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (elsewhere !== undefined) {
    const having = elsewhere.reduce((all, field) => all | (field.in ?? 0), 0);
    return {
      rule: 'unknown-field',
      message: `there is no field ${key}`,
      hint: onlyWhere(lookup.versionsIn(having), lookup.versions),
      dated: 'always',
    };
  }
  const known = Object.keys(properties).filter((name) => isIn(properties[name], versions));
  return {
    rule: 'unknown-field',
    message: `there is no field ${key} ${around.path === '' ? 'here' : `in ${around.path}`}`,
    hint: hintOf(key, known, around, versions, lookup),
  };
}

function hintOf(
  key: string,
  known: readonly string[],
  around: Surrounding,
  versions: VersionSet,
  lookup: FieldLookup,
): string {
  const above = findAbove(key, around.parent, versions);
  if (above !== undefined) return `move it to ${above === '' ? 'the top of the object' : above}`;
  const nearest = nearestWord(key, known);
  if (nearest !== undefined) return `write ${nearest}`;
  const below = findBelow(key, around, versions, lookup);
  if (below !== undefined) return `move it to ${below}`;
  return known.length <= 8 && known.length > 0
    ? `use one of ${known.join(', ')}, or leave it out`
    : 'leave it out';
}

function findAbove(
  key: string,
  around: Surrounding | undefined,
  versions: VersionSet,
): string | undefined {
  for (let place = around; place !== undefined; place = place.parent) {
    if (hasField(place.node, key, versions)) return place.path;
  }
  return undefined;
}

/** Breadth first, so that the nearest place is found; lists count as their entries. */
function findBelow(
  key: string,
  { node, path }: Surrounding,
  versions: VersionSet,
  lookup: FieldLookup,
): string | undefined {
  let level = [{ node, path }];
  for (let depth = 0; depth < deepest; depth += 1) {
    const next: { node: SchemaNode; path: string }[] = [];
    for (const { node: object, path: place } of level) {
      for (const [name, fields] of Object.entries(object.properties ?? {})) {
        // Nobody writes these by hand.
        if (name === 'metadata' || name === 'status') continue;
        for (const inner of objectsOf(fields, versions, lookup)) {
          const where = `${place === '' ? '' : `${place}.`}${name}${inner.isEntry ? '[]' : ''}`;
          if (hasField(inner.node, key, versions)) return where;
          next.push({ node: inner.node, path: where });
        }
      }
    }
    level = next;
  }
  return undefined;
}

interface InnerObject {
  readonly node: SchemaNode;
  readonly isEntry: boolean;
}

function objectsOf(
  fields: readonly SchemaNode[],
  versions: VersionSet,
  lookup: FieldLookup,
): readonly InnerObject[] {
  return fields.flatMap((field): readonly InnerObject[] => {
    if (field.ref !== undefined) {
      return lookup.definition(field.ref).map((node) => ({ node, isEntry: false }));
    }
    if (field.items !== undefined) {
      return objectsOf([field.items], versions, lookup).map(({ node }) => ({
        node,
        isEntry: true,
      }));
    }
    return field.properties === undefined ? [] : [{ node: field, isEntry: false }];
  });
}

function hasField(node: SchemaNode, key: string, versions: VersionSet): boolean {
  const { properties = {} } = node;
  return Object.hasOwn(properties, key) && isIn(properties[key], versions);
}

function isIn(fields: readonly Field[] | undefined, versions: VersionSet): boolean {
  return fields?.some((field) => field.in === undefined || (field.in & versions) !== 0) === true;
}
