/** One thing that is wrong with an action's inputs. */
export interface InputProblem {
  /** The input's name as action.yml has it; with `line` where the fault is inside a file or structure. */
  readonly input: string;
  /** What was given and what is allowed, as one sentence. */
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

/** The user's inputs are wrong. Nothing was touched. Carries every problem that was found. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super(problems.map((problem) => `${problem.input}: ${problem.message}`).join('; '));
    this.problems = problems;
  }
}

/** The InputError of a single wrong input. */
export function wrongInput(input: string, message: string): InputError {
  return new InputError([{ input, message }]);
}

/** What a failure may carry besides its message. */
export interface FailureDetails {
  /** What the user can do about it, as one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The cluster, registry or server is not in the state that the action needs. */
export class PreconditionError extends Error {
  override readonly name = 'PreconditionError';
  readonly hint: string | undefined;

  constructor(message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.hint = details.hint;
  }
}

/** What was checked is bad: ends the action with `verdict`. */
export class VerdictError<Verdict extends string = string> extends Error {
  override readonly name = 'VerdictError';
  readonly verdict: Verdict;
  readonly hint: string | undefined;

  constructor(verdict: Verdict, message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.verdict = verdict;
    this.hint = details.hint;
  }
}

/** The job was cancelled: the reason of an action's signal after SIGINT or SIGTERM. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly interruption: NodeJS.Signals;

  constructor(interruption: NodeJS.Signals) {
    super(`interrupted by ${interruption}`);
    this.interruption = interruption;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
