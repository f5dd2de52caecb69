import type { Json } from '../json/json.ts';
import type { JsonAssertion } from './json-assertion.ts';
import type { StatusRange } from './status-range.ts';
import type { TextExpectation } from './text-expectation.ts';

/** What an answer must be. Every part that is given must hold. */
export interface Expectation {
  /** One of these ranges. */
  readonly status: readonly StatusRange[];
  /** By header name in lower case. */
  readonly headers: Readonly<Record<string, TextExpectation>>;
  readonly body: TextExpectation;
  readonly json: readonly JsonAssertion[];
  /** The longest time for the whole answer, in milliseconds. */
  readonly latency?: number;
}

/** One request and what is expected of its answer. */
export interface Check {
  readonly name: string;
  /** A whole URL, or a path on whatever the checks are run against. */
  readonly url: URL | { readonly path: string };
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for this check's request; the caller's own limit where it is not given. */
  readonly timeout?: number;
  readonly expect: Expectation;
}

/** JSON that a check sends, as text with its header. */
export function jsonBody(value: Json): { readonly body: string; readonly contentType: string } {
  return { body: JSON.stringify(value), contentType: 'application/json' };
}
