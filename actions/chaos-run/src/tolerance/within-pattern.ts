import { searchPattern } from '@kube-delivery/shared/http-check/bounded-pattern';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Scope } from '../experiment/experiment.ts';
import { substitute } from '../experiment/substitute.ts';
import { pythonTypeName } from './python-compare.ts';
import { compilePythonPattern } from './python-pattern/compile-python-pattern.ts';
import { PatternProblem } from './python-pattern/pattern-problem.ts';
import { targetPart } from './target-part.ts';
import { ToleranceCrash } from './tolerance-crash.ts';

/** Whether a `type: regex` occurs in an output: anywhere in it, and only in a text. */
export function withinPattern(tolerance: JsonObject, output: Json, scope: Scope): boolean {
  const pattern = compiled(substitute(tolerance.pattern ?? null, scope));
  const text = targetPart(tolerance, output);
  if (typeof text !== 'string') {
    throw new ToleranceCrash(
      `a pattern is searched in a text, but the probe gave ${pythonTypeName(text)}: name the part with \`target\`, such as stdout or body`,
    );
  }
  const found = searchPattern(pattern, text);
  if (found === undefined) {
    throw new ToleranceCrash(
      'the pattern was not decided within a second: write it without repeats inside of repeats',
    );
  }
  return found;
}

function compiled(pattern: Json): RegExp {
  if (typeof pattern !== 'string') {
    throw new ToleranceCrash(`a pattern is a text, but its variable is ${pythonTypeName(pattern)}`);
  }
  try {
    return compilePythonPattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternProblem)) throw error;
    throw new ToleranceCrash(
      `the pattern is not valid with its variables put in: ${error.message}`,
      { cause: error },
    );
  }
}
