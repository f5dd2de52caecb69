import { isJsonObject } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { readYaml } from '../manifests/yaml.ts';
import { suggestion } from '../text/nearest-word.ts';
import { durationExamples, parseDuration } from '../time/duration.ts';
import { jsonBody } from './check.ts';
import type { Check } from './check.ts';
import type { CheckProblem, ReportProblem } from './check-problem.ts';
import { parseExpectation } from './parse-expectation.ts';

const words = ['name', 'path', 'url', 'method', 'headers', 'body', 'json', 'timeout', 'expect'];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

type Path = readonly (string | number)[];

/** A list of checks as it was read. */
export interface ParsedChecks {
  readonly checks: readonly Check[];
  /** Each check as it was written, at the same place as in `checks`. */
  readonly items: readonly JsonObject[];
  readonly problems: readonly CheckProblem[];
}

/**
 * Reads a YAML list of checks; problems carry the line they are on. An empty list gives no check.
 * `flags` are words, true or false, that a check may have besides its own: the caller reads them.
 */
export function parseChecks(text: string, flags: readonly string[] = []): ParsedChecks {
  const { documents, problems: syntax } = readYaml(text, 'core');
  if (syntax.length > 0) return { checks: [], items: [], problems: syntax };
  const [document] = documents;
  if (document === undefined) return { checks: [], items: [], problems: [] };
  const problems: CheckProblem[] = [];
  const report: ReportProblem = (path, message) => {
    problems.push({ line: document.lineOf(...path), message });
  };
  if (!Array.isArray(document.value)) {
    report([], 'must be a list of checks');
    return { checks: [], items: [], problems };
  }
  const names = new Map<string, number>();
  const read = (document.value as readonly Json[]).flatMap((item, index) => {
    if (isJsonObject(item)) {
      reportWords(item, flags, [index], report);
      return [{ item, check: parseCheck(item, [index], names, report) }];
    }
    report([index], 'must be a map with the words of a check');
    return [];
  });
  return { checks: read.map(({ check }) => check), items: read.map(({ item }) => item), problems };
}

/** Reads one check; problems are sentences that name the place inside it. */
export function parseOneCheck(
  item: JsonObject,
): { readonly check: Check } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const report: ReportProblem = (path, message) => {
    problems.push(path.length === 0 ? message : `${path.join('.')}: ${message}`);
  };
  reportWords(item, [], [], report);
  const check = parseCheck(item, [], new Map(), report);
  return problems.length === 0 ? { check } : { problems };
}

function reportWords(
  item: JsonObject,
  flags: readonly string[],
  path: Path,
  report: ReportProblem,
): void {
  const known = [...words, ...flags];
  for (const [word, value] of Object.entries(item)) {
    if (!known.includes(word)) {
      report([...path, word], `${word} is not a word of a check${suggestion(word, known)}`);
    } else if (flags.includes(word) && typeof value !== 'boolean') {
      report([...path, word], `${word} must be true or false`);
    }
  }
}

function parseCheck(
  item: JsonObject,
  path: Path,
  names: Map<string, number>,
  report: ReportProblem,
): Check {
  const url = parseAddress(item, path, report);
  const method = parseMethod(item.method, [...path, 'method'], report);
  const timeout = parseTimeout(item.timeout, [...path, 'timeout'], report);
  const { body, headers } = parseContent(item, path, report);
  return {
    name: uniqueName(item.name, url, names),
    url,
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(timeout === undefined ? {} : { timeout }),
    expect: parseExpectation(item.expect, [...path, 'expect'], report),
  };
}

function parseAddress(item: JsonObject, path: Path, report: ReportProblem): Check['url'] {
  const nowhere = { path: '/' };
  if (item.url !== undefined && item.path !== undefined) {
    report([...path, 'url'], 'url and path exclude each other');
    return nowhere;
  }
  if (item.url !== undefined) {
    const url = typeof item.url === 'string' ? parseHttpUrl(item.url) : undefined;
    if (url === undefined) report([...path, 'url'], 'must be an http or https URL');
    return url ?? nowhere;
  }
  if (typeof item.path === 'string' && item.path.startsWith('/')) return { path: item.path };
  report([...path, 'path'], 'path is needed and must begin with / (or give url)');
  return nowhere;
}

/** An http or https URL, or undefined. */
export function parseHttpUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

function parseMethod(value: Json | undefined, path: Path, report: ReportProblem): string {
  if (value === undefined) return 'GET';
  const method = methods.find((each) => each === value);
  if (method === undefined) report(path, `must be one of ${methods.join(', ')}`);
  return method ?? 'GET';
}

function parseTimeout(
  value: Json | undefined,
  path: Path,
  report: ReportProblem,
): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = typeof value === 'string' ? parseDuration(value) : undefined;
  if (milliseconds === undefined || milliseconds === 0) {
    report(path, `must be a duration like ${durationExamples}`);
    return undefined;
  }
  return milliseconds;
}

function parseContent(
  item: JsonObject,
  path: Path,
  report: ReportProblem,
): { readonly body?: string; readonly headers: Readonly<Record<string, string>> } {
  const headers: Record<string, string> = {};
  if (item.headers !== undefined && !isJsonObject(item.headers)) {
    report([...path, 'headers'], 'must be a map of names to values');
  }
  for (const [name, value] of Object.entries(isJsonObject(item.headers) ? item.headers : {})) {
    const text = scalarText(value);
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && text !== undefined && isHeaderValue(text)) {
      headers[name.toLowerCase()] = text;
    } else report([...path, 'headers', name], 'is not a header');
  }
  if (item.json !== undefined) {
    if (item.body !== undefined) report([...path, 'json'], 'body and json exclude each other');
    const { body, contentType } = jsonBody(item.json);
    return { body, headers: { 'content-type': contentType, ...headers } };
  }
  if (item.body === undefined) return { headers };
  const body = scalarText(item.body);
  if (body === undefined) report([...path, 'body'], 'must be text (or give json)');
  return { body: body ?? '', headers };
}

/** Node sends header values as Latin-1, without control characters (RFC 9110 section 5.5). */
function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

function scalarText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function uniqueName(
  given: Json | undefined,
  url: Check['url'],
  names: Map<string, number>,
): string {
  const path = url instanceof URL ? url.pathname : url.path.replace(/[?#].*/s, '');
  // The values of a query can be secrets, and names are shown.
  const name = typeof given === 'string' ? given : path;
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? name : `${name} ${count}`;
}
