import type { Diagnosis } from '@kube-delivery/shared/cluster/readiness';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { PruneDecision } from '@kube-delivery/shared/release/apply-set/decide-prune';
import type { CanaryRecord } from '@kube-delivery/shared/release/release-record';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { DeployVerdict } from './verdict.ts';

/** How a run ended, before it is told. */
export interface Ending {
  readonly verdict: DeployVerdict;
  /** Empty when there is nothing to say of a good end. */
  readonly reason: string;
  readonly hint?: string | undefined;
  /** All objects of the release as declared. */
  readonly objects?: readonly KubeObject[];
  /** What was, or would be, done. */
  readonly plan: ReleasePlan;
  readonly deleted?: number;
  /** What was, or would be, pruned and spared. */
  readonly prune?: PruneDecision | undefined;
  /** The number of this run's revision, or of the running one where none was made. */
  readonly revision?: number | undefined;
  readonly previousRevision?: number | undefined;
  readonly canary?: CanaryRecord | undefined;
  /** The Service on which a colour can be looked at beside the live one. */
  readonly preview?: string | undefined;
  /** For how long no pod served, where the strategy takes the release down; seconds. */
  readonly downtimeSeconds?: number | undefined;
  readonly diagnoses?: readonly Diagnosis[];
  /** Shell commands that do what this run could not: go back to the last good revision. */
  readonly byHand?: readonly string[];
}
