import type { Mode } from './inputs.ts';
import { isPromoting } from '@kube-delivery/shared/traffic/shift-record';
import type { ShiftRecord, TakeBackCause } from '@kube-delivery/shared/traffic/shift-record';
import type { Step } from './step-list.ts';

/** What is known before the first write. */
export interface OpeningFacts {
  readonly mode: Mode;
  /** The list of `run`, or the one step of `set-weight`. */
  readonly steps: readonly Step[];
  readonly promote: boolean;
  readonly retry: boolean;
  readonly record: ShiftRecord | undefined;
  /** Names the canary's pod template; undefined where there is no canary. */
  readonly canaryRevision: string | undefined;
  /** The canary's share in percent as the route has it. */
  readonly percent: number;
  /** What the stable workload remembers of revisions before. */
  readonly rejected: { readonly revision: string; readonly reason: string } | undefined;
  readonly promoted: string | undefined;
}

/** What a run does first. */
export type Opening =
  /** Ends at once with nothing written. */
  | { readonly act: 'settled'; readonly verdict: 'promoted' | 'aborted'; readonly reason: string }
  | {
      readonly act: 'refused';
      readonly verdict: 'rolled-back' | 'held' | 'invalid';
      readonly reason: string;
      readonly hint: string;
    }
  /** Goes up from the step with this index in the list, making the record where there is none. */
  | { readonly act: 'shift'; readonly from: number }
  /** All steps are passed and the job is not to promote. */
  | { readonly act: 'rest' }
  | { readonly act: 'promote' }
  /** Takes traffic back; afterwards decides anew where `thenAgain`. */
  | {
      readonly act: 'take-back';
      readonly cause: TakeBackCause;
      readonly reason: string;
      readonly thenAgain: boolean;
    };

/** Decides what a run of any mode but `status` does first. */
export function decideOpening(facts: OpeningFacts): Opening {
  const { mode, record } = facts;
  if (mode === 'abort') return decideAbort(facts);
  if (record === undefined) return decideFresh(facts);
  // A stable side that has been touched is brought to a good end, whoever deployed meanwhile.
  if (isPromoting(record.phase)) return { act: 'promote' };
  if (record.phase === 'rolling-back') {
    const cause = record.cause ?? 'aborted';
    return { act: 'take-back', cause, reason: record.reason, thenAgain: cause === 'superseded' };
  }
  if (facts.canaryRevision === undefined) {
    const reason = `Deployment ${record.workloads.canary} is gone`;
    return { act: 'take-back', cause: 'aborted', reason, thenAgain: false };
  }
  if (facts.canaryRevision !== record.revision) {
    const reason = `revision ${facts.canaryRevision} was deployed in place of ${record.revision}`;
    return { act: 'take-back', cause: 'superseded', reason, thenAgain: true };
  }
  return mode === 'promote' ? { act: 'promote' } : continueSteps(facts, record);
}

function decideFresh(facts: OpeningFacts): Opening {
  const { canaryRevision, promoted, rejected } = facts;
  if (canaryRevision === undefined || canaryRevision === promoted) {
    if (promoted !== undefined) {
      const reason = `revision ${promoted} was promoted before and nothing else is waiting`;
      return { act: 'settled', verdict: 'promoted', reason };
    }
    if (rejected !== undefined) return refuseRejected(rejected);
    return {
      act: 'refused',
      verdict: 'invalid',
      reason: 'there is no canary workload to shift traffic to',
      hint: 'Deploy one first with strategy canary, or name it with canary-workload',
    };
  }
  if (rejected?.revision === canaryRevision && !facts.retry) return refuseRejected(rejected);
  return facts.mode === 'promote' ? { act: 'promote' } : { act: 'shift', from: 0 };
}

function refuseRejected(rejected: { revision: string; reason: string }): Opening {
  return {
    act: 'refused',
    verdict: 'rolled-back',
    reason: `revision ${rejected.revision} was rejected before: ${rejected.reason}`,
    hint: 'Deploy a better one, or set retry to true to give this one another chance',
  };
}

function continueSteps(facts: OpeningFacts, record: ShiftRecord): Opening {
  if (facts.mode === 'set-weight') return { act: 'shift', from: 0 };
  const isPassed = record.phase === 'at-weight';
  const from = facts.steps.findIndex(({ weight }) =>
    isPassed ? weight > record.weight : weight >= record.weight,
  );
  if (from !== -1) return { act: 'shift', from };
  // The list may be another one than the last job's: a weight beyond its end is proved again.
  if (!isPassed) return { act: 'shift', from: facts.steps.length - 1 };
  return facts.promote ? { act: 'promote' } : { act: 'rest' };
}

function decideAbort({ record, canaryRevision, percent }: OpeningFacts): Opening {
  if (record === undefined && canaryRevision === undefined && percent === 0) {
    const reason = 'no shift was under way and all traffic is on the stable side';
    return { act: 'settled', verdict: 'aborted', reason };
  }
  if (record?.phase === 'removing') {
    return {
      act: 'refused',
      verdict: 'held',
      reason:
        'the promotion is over and all traffic is on the stable side, which runs the revision',
      hint: 'Finish it with mode run, then go back to an older release with the rollback action',
    };
  }
  return {
    act: 'take-back',
    cause: 'aborted',
    reason: 'mode abort was asked for',
    thenAgain: false,
  };
}
