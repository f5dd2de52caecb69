/** A place in one of the user's files. */
export interface Place {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}
