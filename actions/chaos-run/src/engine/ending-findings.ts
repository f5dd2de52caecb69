import type { EngineResult } from './engine.ts';
import { nameOf, whyOf } from './finding.ts';
import type { Finding } from './finding.ts';

const recoverHint =
  'Run chaos-run with mode: recover to take back what the faults left in the cluster';

/** The job was cancelled. */
export function interrupted({ journal, undo }: EngineResult): Finding | undefined {
  if (journal.status !== 'interrupted') return undefined;
  const failed = undo.filter((each) => each.outcome === 'failed').length;
  const rollback = journal.rollbacks.find((entry) => entry.status !== 'succeeded');
  if (failed === 0 && rollback !== undefined) {
    return {
      verdict: 'interrupted',
      reason: `the experiment was interrupted, and its rollback ${nameOf(rollback)} failed: ${whyOf(rollback)}`,
      hint: 'Look at what the rollback was to restore, and restore it by hand',
    };
  }
  const count = undo.length === 1 ? 'its fault was' : `its ${undo.length} faults were`;
  return failed === 0
    ? {
        verdict: 'interrupted',
        reason: `the experiment was interrupted${undo.length === 0 ? '' : `; ${count} taken back`}`,
      }
    : {
        verdict: 'interrupted',
        reason: `the experiment was interrupted, and ${failed} of its faults could not be taken back`,
        hint: recoverHint,
      };
}

/** Ended before its method had, or by what Chaos Toolkit would have died of. */
export function aborted({ abortReason, crashed, journal }: EngineResult): Finding | undefined {
  if (crashed !== undefined) {
    return { verdict: 'aborted', reason: `Chaos Toolkit would have died of this: ${crashed}` };
  }
  if (journal.status !== 'aborted') return undefined;
  return {
    verdict: 'aborted',
    reason: `the experiment was aborted: ${abortReason ?? 'for an unknown reason'}`,
  };
}

/** Something was not put back. */
export function rollbackFailed({ journal, undo }: EngineResult): Finding | undefined {
  const fault = undo.find((each) => each.outcome === 'failed');
  if (fault !== undefined) {
    return {
      verdict: 'rollback-failed',
      reason: `could not take back "${fault.title}": ${fault.reason}`,
      hint: recoverHint,
    };
  }
  const rollback = journal.rollbacks.find((entry) => entry.status !== 'succeeded');
  if (rollback === undefined) return undefined;
  return {
    verdict: 'rollback-failed',
    reason: `the rollback ${nameOf(rollback)} failed: ${whyOf(rollback)}`,
    hint: 'Look at what the rollback was to restore, and restore it by hand',
  };
}

/** The hypothesis did not hold again in time. */
export function notRecovered({ recovery }: EngineResult): Finding | undefined {
  if (recovery?.recovered !== false) return undefined;
  return {
    verdict: 'not-recovered',
    reason: recovery.reason,
    hint: 'Look at the workload: it did not come back by itself. A larger recovery-timeout gives it more time',
  };
}
