import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { LockHolder } from '@kube-delivery/shared/cluster/lock-holder';
import type { Inputs } from './inputs.ts';

/** What all experiments of a run share. */
export interface ChaosSession {
  readonly inputs: Inputs;
  readonly context: ActionContext;
  /** Undefined where nothing asks the cluster. */
  readonly cluster: Cluster | undefined;
  /** This run, as its locks name it. */
  readonly holder: LockHolder;
  /** Namespaces that hold records of this run, of all its experiments so far. */
  readonly recorded: Set<string>;
}

/** The cluster, for what was found to need one. */
export function clusterOf({ cluster }: Pick<ChaosSession, 'cluster'>): Cluster {
  if (cluster === undefined) throw new TypeError('this needs a cluster, and none was connected');
  return cluster;
}
