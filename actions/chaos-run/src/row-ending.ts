import type { ActionResult } from '@kube-delivery/shared/action/action';
import { gravest, isGraver } from './gravest.ts';
import type { RowFailure } from './row-failure.ts';
import type { Played } from './report/played.ts';
import type { Verdict } from './verdict.ts';

/** What a row of experiments ends with. */
export type RowEnding = Pick<Required<ActionResult<Verdict>>, 'verdict' | 'reason' | 'succeeds'> & {
  readonly hint?: string;
};

/**
 * The gravest of what was judged and of what kept a later experiment from it, with both told. There must be
 * a judged experiment.
 */
export function rowEnding(all: readonly Played[], failure: RowFailure | undefined): RowEnding {
  const { experiment, judgement } = gravest(all);
  const { verdict, reason, hint } = judgement;
  const isGood = verdict === 'passed' || verdict === 'planned';
  if (failure === undefined) {
    return {
      verdict,
      reason: isGood ? '' : reason,
      ...hintOf(hint),
      succeeds: all.every((played) => played.judgement.succeeds),
    };
  }
  const told = `${failure.file} ${describeFailure(failure)}`;
  if (!isGraver(failure.verdict, verdict)) {
    return { verdict, reason: `${reason}; ${told}`, ...hintOf(hint), succeeds: false };
  }
  const before = isGood ? '' : `; ${experiment.file} had ended with ${verdict}: ${reason}`;
  return {
    verdict: failure.verdict,
    reason: `${told}${before}`,
    ...hintOf(failure.hint),
    succeeds: false,
  };
}

/** What became of the experiment, without its name: `did not begin: …`. */
export function describeFailure({
  verdict,
  reason,
}: Pick<RowFailure, 'verdict' | 'reason'>): string {
  return `${verdict === 'error' ? 'broke off' : 'did not begin'}: ${reason}`;
}

function hintOf(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
