import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { ReleaseHistory } from '@kube-delivery/shared/release/release-history';
import type { Inputs } from './inputs.ts';

/** One run of deploy on one cluster. */
export interface Session {
  readonly inputs: Inputs;
  readonly context: ActionContext;
  readonly cluster: Cluster;
  readonly history: ReleaseHistory;
  /** The release's objects as declared. */
  readonly objects: readonly KubeObject[];
  /** Aborts when the job is cancelled and when the release's lock is lost. */
  readonly signal: AbortSignal;
}
