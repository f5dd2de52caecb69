import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { PrunePlan } from '@kube-delivery/shared/release/apply-set/plan-prune';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import type { Inputs } from './inputs.ts';

/** One run of deploy on one cluster. */
export interface Session extends ReleaseWork {
  readonly inputs: Inputs;
  /** The release's objects as declared, as members of its set. */
  readonly objects: readonly KubeObject[];
  /** What prune would delete; undefined where nothing is pruned. */
  readonly prune?: PrunePlan;
  /** Jobs that run to success before workloads change, in their order. */
  readonly migrations: readonly KubeObject[];
}
