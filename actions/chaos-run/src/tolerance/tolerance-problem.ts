import { isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { JsonPathProblem } from './json-path/json-path-problem.ts';
import { parseJsonPath } from './json-path/parse-json-path.ts';
import { pythonTypeName } from './python-compare.ts';
import { compilePythonPattern } from './python-pattern/compile-python-pattern.ts';
import { PatternProblem } from './python-pattern/pattern-problem.ts';

/**
 * Why Chaos Toolkit would refuse this tolerance of a hypothesis' probe, and what to mend; undefined where
 * it is valid. The activity of a `type: probe` is not looked into. `isFloat` says that the file writes
 * the number with a fraction or an exponent: `200.0` is no integer.
 */
export function toleranceProblem(tolerance: Json, isFloat = false): string | undefined {
  if (isJsonObject(tolerance)) return mapProblem(tolerance);
  if (tolerance === null) return 'a tolerance cannot be null';
  if (typeof tolerance === 'number' && (isFloat || !Number.isInteger(tolerance))) {
    return 'a tolerance cannot be a number with a fraction; write {type: range, range: [from, to]}';
  }
  return undefined;
}

function mapProblem(tolerance: JsonObject): string | undefined {
  switch (stringAt(tolerance, 'type')) {
    case 'probe':
      return undefined;
    case 'regex':
      return patternProblem(tolerance.pattern);
    case 'jsonpath':
      return pathProblem(tolerance.path);
    case 'range':
      return rangeProblem(tolerance.range);
    case undefined:
    default:
      return `the tolerance's type must be probe, regex, jsonpath or range, not ${JSON.stringify(tolerance.type ?? null)}`;
  }
}

function patternProblem(pattern: Json | undefined): string | undefined {
  if (pattern === undefined) return 'a regex tolerance needs a `pattern`';
  if (typeof pattern !== 'string') {
    return `the pattern of a regex tolerance is a text, not ${pythonTypeName(pattern)}`;
  }
  try {
    compilePythonPattern(pattern);
    return undefined;
  } catch (error) {
    if (!(error instanceof PatternProblem)) throw error;
    return `the pattern ${JSON.stringify(pattern)} is not valid: ${error.message}`;
  }
}

function pathProblem(path: Json | undefined): string | undefined {
  if (path === undefined) return 'a jsonpath tolerance needs a `path`';
  if (typeof path !== 'string') {
    return `the path of a jsonpath tolerance is a text, not ${pythonTypeName(path)}`;
  }
  if (path.trim() === '') return 'the path of a jsonpath tolerance is empty';
  try {
    parseJsonPath(path.trim());
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonPathProblem)) throw error;
    return `the JSON path ${JSON.stringify(path)} is not valid: ${error.message}`;
  }
}

function rangeProblem(range: Json | undefined): string | undefined {
  if (range === undefined) return 'a range tolerance needs a `range`';
  if (!Array.isArray(range) || range.length !== 2) {
    return 'the range of a range tolerance is a list of two numbers';
  }
  const bounds = range as readonly Json[];
  const wrong = bounds.find((bound) => typeof bound !== 'number' && typeof bound !== 'boolean');
  return wrong === undefined
    ? undefined
    : `the bounds of a range are numbers, not ${pythonTypeName(wrong)}`;
}
