import { empty } from '../report/markdown.ts';
import type { Action, ActionResult } from './action.ts';
import { ApiError } from '../cluster/api-error.ts';
import {
  InputError,
  InterruptedError,
  PreconditionError,
  VerdictError,
  messageOf,
} from './errors.ts';

/** The result of a run that threw; `stack` only where the failure is a bug of this suite. */
export interface Conclusion<Verdict extends string> {
  readonly result: ActionResult<Verdict>;
  readonly stack?: string;
}

/** What a thrown error means for an action. */
export function concludeFailure<Verdict extends string>(
  action: Pick<Action<never, Verdict>, 'verdicts' | 'unmetPrecondition'>,
  thrown: unknown,
  signal: AbortSignal,
): Conclusion<Verdict> {
  const ended = (
    verdict: ActionResult<Verdict>['verdict'],
    reason: string,
    hint?: string,
  ): ActionResult<Verdict> => ({
    verdict,
    reason,
    ...(hint === undefined ? {} : { hint }),
    outputs: {},
    report: {},
    summary: empty(),
  });

  if (signal.aborted && signal.reason instanceof InterruptedError) {
    return {
      result: ended(
        'interrupted',
        `the run was ${signal.reason.message}`,
        'Run the job again: it goes on from what is in the cluster',
      ),
    };
  }
  if (thrown instanceof InputError) {
    return { result: ended('invalid', thrown.message) };
  }
  if (thrown instanceof VerdictError) {
    const verdict = action.verdicts.bad.find((bad) => bad === thrown.verdict);
    if (verdict !== undefined) return { result: ended(verdict, thrown.message, thrown.hint) };
  }
  if (thrown instanceof PreconditionError || thrown instanceof ApiError) {
    return { result: ended(action.unmetPrecondition, thrown.message, thrown.hint) };
  }
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return {
    result: ended(
      'error',
      `unexpected error: ${messageOf(thrown)}`,
      'This is a bug in the action; please report it with the stack from the log',
    ),
    stack,
  };
}
