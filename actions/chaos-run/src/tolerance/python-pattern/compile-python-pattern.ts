import { translatePattern } from './translate-pattern.ts';

/**
 * The JavaScript equivalent of a pattern of Python's `re`. Throws a PatternProblem where Python would
 * not compile it, or JavaScript has nothing for a part of it. A reference to a group that took no part
 * in the match matches the empty text here, nothing in Python.
 */
export function compilePythonPattern(pattern: string): RegExp {
  const { source, flags } = translatePattern(pattern);
  return new RegExp(source, flags);
}
