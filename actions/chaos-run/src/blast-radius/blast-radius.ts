import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';

/** Whether an object may be hit, and if not, why. */
export interface Judged {
  readonly object: KubeObject;
  readonly in: boolean;
  /** Empty where it is in. */
  readonly reason: string;
}

/** What an act is about to do. */
export interface Act {
  /** The function or fault, for the ledger: `terminate_pods`. */
  readonly name: string;
  /** What it will hit: pods, nodes, or a workload as a whole. */
  readonly chosen: readonly KubeObject[];
  /** How many objects it could have chosen from: what the percentage is of. */
  readonly population: number;
}

/**
 * Guards every act. The same rules hold when a plan is shown (`judge`) and at the moment of the act
 * (`permit`, then `recheck` for each object right before it is hit).
 */
export interface BlastRadius {
  /** Which objects (pods, workloads or nodes) may be hit, and why not the others. */
  judge(objects: readonly KubeObject[], signal: AbortSignal): Promise<readonly Judged[]>;
  /**
   * Rejects with an ActivityFailedError that names every object and reason unless all that is chosen
   * may be hit and every cap holds. Nothing has been done then.
   */
  permit(act: Act, signal: AbortSignal): Promise<void>;
  /**
   * Rejects with an ActivityFailedError where an act that ends all these pods at once would leave fewer
   * ready pods of a workload than the cap wants: for pods that go with a node, which are no targets
   * themselves.
   */
  leaveEnough(pods: readonly KubeObject[], signal: AbortSignal): Promise<void>;
  /**
   * The object as it is at this moment. Rejects with an ActivityFailedError where it is gone, was
   * replaced by another of its name, or may no longer be hit.
   */
  recheck(object: KubeObject, signal: AbortSignal): Promise<KubeObject>;
}
