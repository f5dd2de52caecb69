/**
 * How many revisions Helm is to keep beside a history of `limit` revisions: each of those may have been
 * undone, which takes one more of Helm's.
 */
export function helmHistoryLimit(limit: number): number {
  return limit * 2;
}
