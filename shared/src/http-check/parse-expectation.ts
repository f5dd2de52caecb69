import { isJsonObject } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { suggestion } from '../text/nearest-word.ts';
import { durationExamples, parseDuration } from '../time/duration.ts';
import { compilePattern } from './bounded-pattern.ts';
import type { Expectation } from './check.ts';
import type { ReportProblem } from './check-problem.ts';
import { jsonAssertionShape, parseJsonAssertion } from './json-assertion.ts';
import type { JsonAssertion } from './json-assertion.ts';
import { anySuccess, parseStatusRange, statusExamples } from './status-range.ts';
import type { StatusRange } from './status-range.ts';
import type { TextExpectation } from './text-expectation.ts';

type Path = readonly (string | number)[];

const words = ['status', 'headers', 'body', 'json', 'latency'];
const headerWords = ['equals', 'contains', 'matches', 'absent', 'exists'];
const bodyWords = ['equals', 'contains', 'matches', 'absent'];

/** What is expected where nothing is said: any good status. */
export const defaultExpectation: Expectation = {
  status: anySuccess,
  headers: {},
  body: {},
  json: [],
};

/** Reads the `expect` of a check. */
export function parseExpectation(
  value: Json | undefined,
  path: Path,
  report: ReportProblem,
): Expectation {
  if (value === undefined) return defaultExpectation;
  if (!isJsonObject(value)) {
    report(path, `must be a map of ${words.join(', ')}`);
    return defaultExpectation;
  }
  for (const word of Object.keys(value)) {
    if (words.includes(word)) continue;
    report([...path, word], `${word} cannot be expected${suggestion(word, words)}`);
  }
  const latency = parseLatency(value.latency, [...path, 'latency'], report);
  return {
    status: parseStatus(value.status, [...path, 'status'], report),
    headers: parseHeaders(value.headers, [...path, 'headers'], report),
    body:
      value.body === undefined
        ? {}
        : parseText(value.body, bodyWords, 'contains', [...path, 'body'], report),
    json: parseJson(value.json, [...path, 'json'], report),
    ...(latency === undefined ? {} : { latency }),
  };
}

function parseStatus(
  value: Json | undefined,
  path: Path,
  report: ReportProblem,
): readonly StatusRange[] {
  if (value === undefined) return anySuccess;
  const given = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const ranges = given.map((each) =>
    typeof each === 'number' || typeof each === 'string'
      ? parseStatusRange(String(each))
      : undefined,
  );
  const known = ranges.filter((range) => range !== undefined);
  if (known.length === given.length && known.length > 0) return known;
  report(path, `must be ${statusExamples}, or a list of these`);
  return anySuccess;
}

function parseHeaders(
  value: Json | undefined,
  path: Path,
  report: ReportProblem,
): Expectation['headers'] {
  if (value === undefined) return {};
  if (!isJsonObject(value)) {
    report(path, 'must be a map of header names to what they must be');
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name.toLowerCase(),
      parseText(each, headerWords, 'equals', [...path, name], report),
    ]),
  );
}

/** Reads a map of words, or a plain value, which stands for the word `plain`. */
function parseText(
  value: Json,
  allowed: readonly string[],
  plain: 'equals' | 'contains',
  path: Path,
  report: ReportProblem,
): TextExpectation {
  if (!isJsonObject(value)) {
    if (typeof value === 'string' || typeof value === 'number') return { [plain]: String(value) };
    report(path, `must be text, or a map of ${allowed.join(', ')}`);
    return {};
  }
  let expectation: TextExpectation = {};
  for (const [word, each] of Object.entries(value)) {
    const part = allowed.includes(word) ? parseWord(word, each) : undefined;
    if (part !== undefined) expectation = { ...expectation, ...part };
    else if (!allowed.includes(word)) {
      report([...path, word], `${word} is not known here${suggestion(word, allowed)}`);
    } else report([...path, word], `${word} cannot be ${JSON.stringify(each)}`);
  }
  return expectation;
}

function parseWord(word: string, value: Json): TextExpectation | undefined {
  if (word === 'exists') return value === true ? { exists: true } : undefined;
  if (word === 'absent' && value === true) return { absent: true };
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  if (word !== 'matches') return { [word]: text };
  const pattern = compilePattern(text);
  return pattern === undefined ? undefined : { matches: pattern };
}

function parseJson(
  value: Json | undefined,
  path: Path,
  report: ReportProblem,
): readonly JsonAssertion[] {
  if (value === undefined) return [];
  const given = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return given.flatMap((each, index) => {
    const assertion = typeof each === 'string' ? parseJsonAssertion(each) : undefined;
    if (assertion !== undefined) return [assertion];
    report([...path, index], `${JSON.stringify(each)} is not ${jsonAssertionShape}`);
    return [];
  });
}

function parseLatency(
  value: Json | undefined,
  path: Path,
  report: ReportProblem,
): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = typeof value === 'string' ? parseDuration(value) : undefined;
  if (milliseconds === undefined) report(path, `must be a duration like ${durationExamples}`);
  return milliseconds;
}
