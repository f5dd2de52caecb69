/** Something wrong in the text of checks. */
export interface CheckProblem {
  readonly line: number;
  readonly message: string;
}

/** Keeps a problem at the place with this path inside the document. */
export type ReportProblem = (path: readonly (string | number)[], message: string) => void;
