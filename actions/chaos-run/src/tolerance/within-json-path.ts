import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Scope } from '../experiment/experiment.ts';
import { substitute } from '../experiment/substitute.ts';
import { JsonPathProblem } from './json-path/json-path-problem.ts';
import { matchJsonPath } from './json-path/match-json-path.ts';
import { parseJsonPath } from './json-path/parse-json-path.ts';
import type { JsonPath } from './json-path/syntax.ts';
import { pythonEquals, pythonTypeName } from './python-compare.ts';
import { targetPart } from './target-part.ts';
import { ToleranceCrash } from './tolerance-crash.ts';

/**
 * Whether what a `type: jsonpath` finds in an output is what it expects: `expect` all values in their
 * order (one where it is no list), else `count` so many, else at least one. A text is read as JSON
 * where it is.
 */
export function withinJsonPath(tolerance: JsonObject, output: Json, scope: Scope): boolean {
  const path = parsed(substitute(tolerance.path ?? null, scope));
  const found = matched(path, parsedText(targetPart(tolerance, output)));
  const { expect, count = null } = tolerance;
  if (expect !== undefined) {
    const expected = substitute(expect, scope);
    return pythonEquals(found, Array.isArray(expected) ? expected : [expected]);
  }
  return count === null ? found.length > 0 : pythonEquals(found.length, count);
}

function parsed(path: Json): JsonPath {
  if (typeof path !== 'string') {
    throw new ToleranceCrash(`a JSON path is a text, but its variable is ${pythonTypeName(path)}`);
  }
  try {
    return parseJsonPath(path);
  } catch (error) {
    if (!(error instanceof JsonPathProblem)) throw error;
    throw new ToleranceCrash(
      `the JSON path is not valid with its variables put in: ${error.message}`,
      { cause: error },
    );
  }
}

function matched(path: JsonPath, value: Json): readonly Json[] {
  try {
    return matchJsonPath(path, value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ToleranceCrash(`the JSON path cannot be followed: ${error.message}`, {
      cause: error,
    });
  }
}

function parsedText(value: Json): Json {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
