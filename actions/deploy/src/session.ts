import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import type { Inputs } from './inputs.ts';

/** One run of deploy on one cluster. */
export interface Session extends ReleaseWork {
  readonly inputs: Inputs;
  /** The release's objects as declared. */
  readonly objects: readonly KubeObject[];
  /** Jobs that run to success before workloads change, in their order. */
  readonly migrations: readonly KubeObject[];
}
