/** A pattern that Python's `re` does not compile, or that is not carried over. The message says where. */
export class PatternProblem extends Error {
  override readonly name = 'PatternProblem';

  /** `at` is the offset in the pattern in code points, from 0. */
  constructor(why: string, at: number) {
    super(`${why} at character ${String(at + 1)}`);
  }
}
