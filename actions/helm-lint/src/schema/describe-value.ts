import type { Json } from '@kube-delivery/shared/json/json';
import type { SchemaNode, SchemaType } from './schema-node.ts';

const longest = 60;

/** A value for a message: `the text "8080"`, `the number 3`, `a map`. Long texts are cut. */
export function describeValue(value: unknown, isSecret: boolean): string {
  if (value === null || value === undefined) return 'empty';
  if (typeof value === 'string') return isSecret ? 'text' : `the text ${quote(value)}`;
  if (typeof value === 'number') return isSecret ? 'a number' : `the number ${value}`;
  if (typeof value === 'boolean') return isSecret ? 'a boolean' : `the boolean ${String(value)}`;
  return Array.isArray(value) ? 'a list' : 'a map';
}

/** What a node takes, for a message: `text`, `a whole number`, `a list`. */
export function describeType({ type, enum: allowed }: SchemaNode): string {
  if (type === 'string' && allowed !== undefined) return `one of ${listValues(allowed)}`;
  return type === undefined ? 'any value' : typeNames[type];
}

const typeNames: Readonly<Record<SchemaType, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  'int-or-string': 'a whole number or text',
  quantity: 'an amount such as 500m, 2 or 128Mi',
};

/** Values as they are written, after each other; empty text, which only some lists name, is left out. */
export function listValues(values: readonly Json[]): string {
  return values
    .filter((value) => value !== '')
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ');
}

/** Text in quotes, cut where it is long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
