import { concludeFailure } from '@kube-delivery/shared/action/conclusion';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import { InputError } from '@kube-delivery/shared/action/errors';
import type { InputProblem } from '@kube-delivery/shared/action/errors';
import type { RowVerdict } from './gravest.ts';
import { verdicts } from './verdict.ts';

/** What kept an experiment from being judged, after others of its row had been. */
export interface RowFailure {
  /** Of the experiment, as its file is shown. */
  readonly file: string;
  readonly verdict: RowVerdict;
  /** One sentence without a full stop. */
  readonly reason: string;
  readonly hint: string | undefined;
  /** What is wrong with the experiment or the inputs, place by place. */
  readonly problems: readonly InputProblem[];
}

/** What an error means for the row. The stack of a fault of the program itself goes into the log. */
export function rowFailureOf(
  thrown: unknown,
  file: string,
  { log, signal }: Pick<ActionContext, 'log' | 'signal'>,
): RowFailure {
  const action = { verdicts, unmetPrecondition: 'no-effect' } as const;
  const { result, stack } = concludeFailure(action, thrown, signal);
  if (stack !== undefined) log.quote(stack);
  const { verdict, reason, hint } = result;
  const isInvalid = verdict === 'invalid' && thrown instanceof InputError;
  return { file, verdict, reason, hint, problems: isInvalid ? thrown.problems : [] };
}
