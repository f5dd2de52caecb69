import { searchPattern } from '@kube-delivery/shared/http-check/bounded-pattern';
import { ActivityFailedError } from '../../activity-failed.ts';
import { compilePythonPattern } from '../../tolerance/python-pattern/compile-python-pattern.ts';
import { PatternProblem } from '../../tolerance/python-pattern/pattern-problem.ts';

/**
 * Tells whether a pattern of Python's `re` occurs in a text. Throws an ActivityFailedError where it is no
 * such pattern, or takes longer than a second on a text.
 */
export function searchPython(pattern: string): (text: string) => boolean {
  const compiled = compile(pattern);
  return (text) => {
    const isFound = searchPattern(compiled, text);
    if (isFound === undefined) {
      throw new ActivityFailedError(`the pattern ${pattern} takes too long; make it simpler`);
    }
    return isFound;
  };
}

function compile(pattern: string): RegExp {
  try {
    return compilePythonPattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternProblem)) throw error;
    throw new ActivityFailedError(`the pattern ${pattern} cannot be used: ${error.message}`, {
      cause: error,
    });
  }
}
