import { JSONPath } from 'jsonpath-plus';
import type { Json } from '../json/json.ts';
import { compilePattern, searchPattern } from './bounded-pattern.ts';

const operators = ['=', '!=', '<=', '>=', '<', '>', 'matches', 'exists'] as const;

type Operator = (typeof operators)[number];

/** One assertion about a JSON text: `$.status = ok`, `$.items[*].id exists`, `$.count >= 3`. */
export interface JsonAssertion {
  /** As it was written. */
  readonly text: string;
  readonly path: string;
  readonly operator: Operator;
  readonly value: string;
}

/** How an assertion is written, for error messages. */
export const jsonAssertionShape = `<jsonpath> <${operators.join('|')}> <value>`;

const longestQuote = 200;

const shape = /^(\$\S*)\s+(exists|matches|!=|<=|>=|=|<|>)(?:\s+(.+))?$/s;

/** Reads an assertion; undefined where it is none. */
export function parseJsonAssertion(text: string): JsonAssertion | undefined {
  const [, path, operator, value] = shape.exec(text.trim()) ?? [];
  const known = operators.find((each) => each === operator);
  if (path === undefined || known === undefined) return undefined;
  if ((known === 'exists') !== (value === undefined)) return undefined;
  if (known === 'matches' && compilePattern(value ?? '') === undefined) return undefined;
  return { text: text.trim(), path, operator: known, value: unquote(value ?? '') };
}

/**
 * What is wrong with `document` by this assertion, or undefined where it holds. Every value that the
 * path finds must hold; a path that finds none fails, whatever the operator. Numbers are compared as
 * numbers, anything else as text.
 */
export function assessJson(document: Json, assertion: JsonAssertion): string | undefined {
  // The library takes objects and arrays only; in anything else there is nothing but the root.
  if (typeof document !== 'object' || document === null) {
    const found = assertion.path === '$' ? [document] : [];
    return judge(found, assertion);
  }
  let found: readonly Json[];
  try {
    // `eval: false`: script expressions in a path would run code.
    found = JSONPath<Json[]>({
      path: assertion.path,
      json: document,
      eval: false,
      wrap: true,
    });
  } catch {
    return `${assertion.path} is not a JSONPath`;
  }
  return judge(found, assertion);
}

function judge(found: readonly Json[], assertion: JsonAssertion): string | undefined {
  if (found.length === 0) return `${assertion.text}: nothing is at ${assertion.path}`;
  const wrong = found.find((value) => !holds(value, assertion));
  return wrong === undefined ? undefined : `${assertion.text}: it is ${quote(wrong)}`;
}

function holds(value: Json, { operator, value: expected }: JsonAssertion): boolean {
  switch (operator) {
    case 'exists':
      return true;
    case '=':
      return isSame(value, expected);
    case '!=':
      return !isSame(value, expected);
    case 'matches':
      return searchPattern(new RegExp(expected), asText(value)) === true;
    case '<':
      return compare(value, expected, (difference) => difference < 0);
    case '<=':
      return compare(value, expected, (difference) => difference <= 0);
    case '>':
      return compare(value, expected, (difference) => difference > 0);
    case '>=':
      return compare(value, expected, (difference) => difference >= 0);
  }
}

function isSame(value: Json, expected: string): boolean {
  if (typeof value === 'number') return expected.trim() !== '' && value === Number(expected);
  return asText(value) === expected;
}

function compare(value: Json, expected: string, test: (difference: number) => boolean): boolean {
  const number = Number(expected);
  return (
    typeof value === 'number' && expected !== '' && !Number.isNaN(number) && test(value - number)
  );
}

function quote(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function unquote(text: string): string {
  return /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text;
}
