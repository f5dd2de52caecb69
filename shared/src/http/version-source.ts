import { jsonTextAt, parseJsonPath } from '../json/json-path.ts';
import type { JsonPath } from '../json/json-path.ts';
import type { HttpAnswer } from './answer.ts';

/** Where an application says which version answered. */
export type VersionSource =
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'json'; readonly text: string; readonly path: JsonPath }
  | { readonly kind: 'body'; readonly pattern: RegExp };

/** How a source is written, for error messages. */
export const versionSourceExamples = "header: x-version, json: $.version or body: 'v(\\d+)'";

/** Reads a source; undefined where the text is none, its path not one place or its pattern broken. */
export function parseVersionSource(text: string): VersionSource | undefined {
  const [, kind, given = ''] = /^\s*(header|json|body)\s*:\s*(.+?)\s*$/s.exec(text) ?? [];
  const value = /^(['"])(.*)\1$/s.exec(given)?.[2] ?? given;
  if (kind === 'header') {
    return /^[\w!#$%&'*+.^`|~-]+$/.test(value) ? { kind, name: value.toLowerCase() } : undefined;
  }
  if (kind === 'json') {
    const path = parseJsonPath(value);
    return path === undefined ? undefined : { kind, text: value, path };
  }
  const pattern = kind === 'body' ? compile(value) : undefined;
  return pattern === undefined ? undefined : { kind: 'body', pattern };
}

/** The version that an answer names, if it does: of a pattern with a group, what the group holds. */
export function versionOf(source: VersionSource, answer: HttpAnswer): string | undefined {
  switch (source.kind) {
    case 'header':
      return answer.headers[source.name];
    case 'json': {
      const value = jsonTextAt(answer.body, source.path);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    }
    case 'body': {
      const found = source.pattern.exec(answer.body);
      return found === null ? undefined : (found[1] ?? found[0]);
    }
  }
}

/** `header x-version`. */
export function describeVersionSource(source: VersionSource): string {
  switch (source.kind) {
    case 'header':
      return `header ${source.name}`;
    case 'json':
      return `JSON ${source.text}`;
    case 'body':
      return `body ${String(source.pattern)}`;
  }
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}
