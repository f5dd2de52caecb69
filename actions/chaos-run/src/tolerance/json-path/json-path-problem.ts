/** A path that jsonpath2 does not read. The message says where, and what to write instead. */
export class JsonPathProblem extends Error {
  override readonly name = 'JsonPathProblem';

  /** `at` is the offset in the path, from 0. */
  constructor(at: number, why: string) {
    super(`${why} at character ${String(at + 1)}`);
  }
}
