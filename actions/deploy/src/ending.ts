import type { Diagnosis } from '@kube-delivery/shared/cluster/readiness';
import type { CanaryRecord } from '@kube-delivery/shared/release/release-record';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { DeployVerdict } from './verdict.ts';

/** Why a release did not become good. */
export interface Failure {
  readonly reason: string;
  readonly hint?: string;
  readonly diagnoses: readonly Diagnosis[];
}

/** How a run ended, before it is told. */
export interface Ending {
  readonly verdict: DeployVerdict;
  /** Empty when there is nothing to say of a good end. */
  readonly reason: string;
  readonly hint?: string | undefined;
  /** What was, or would be, done. */
  readonly plan: ReleasePlan;
  readonly deleted?: number;
  /** The number of this run's revision, or of the running one where none was made. */
  readonly revision?: number | undefined;
  readonly previousRevision?: number | undefined;
  readonly canary?: CanaryRecord | undefined;
  readonly diagnoses?: readonly Diagnosis[];
}
