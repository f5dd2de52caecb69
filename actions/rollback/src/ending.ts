import type { Diagnosis } from '@kube-delivery/shared/cluster/readiness';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { RollbackVerdict } from './verdict.ts';

/** How a rollback ended, before it is told. */
export interface Ending {
  readonly verdict: RollbackVerdict;
  /** Empty when there is nothing to say of a good end. */
  readonly reason: string;
  readonly hint?: string | undefined;
  /** What was taken back and where to; undefined where that was not found out. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** What was, or would be, done. */
  readonly plan: ReleasePlan;
  readonly deleted?: number;
  readonly diagnoses?: readonly Diagnosis[];
}

/** A plan of nothing. */
export const emptyPlan: ReleasePlan = { objects: [], refusals: [] };
