import type { UndoStep } from './undo-step.ts';

/** A fault whose way back is in the cluster. */
export interface RecordedFault {
  /**
   * The annotation to put on an object that the fault creates, so that the way back knows it:
   * `{'kube-delivery.dev/chaos-fault': '<id>'}`.
   */
  readonly mark: Readonly<Record<string, string>>;
}

/** A fault that is about to be done. */
export interface FaultToRecord {
  /** One sentence for people: `scale Deployment web from 3 to 0`. */
  readonly title: string;
  readonly namespace: string | undefined;
  readonly steps: readonly UndoStep[];
}

/** Where the way back of each fault is written before the fault is. */
export interface UndoLog {
  /**
   * Writes the way back of a fault into `namespace` (undefined for cluster-scoped objects) and
   * resolves once it is in the cluster; only then may the fault be done. In rollbacks and dry runs
   * nothing is written. Rejects with an ActivityFailedError where there would be no way back, and
   * for a rollback where somebody else has changed what it would change.
   */
  record(fault: FaultToRecord, signal: AbortSignal): Promise<RecordedFault>;
}

/** What a run did so far. */
export interface OwnSteps {
  /** The ways back of all its faults, oldest first, also of those that are taken back already. */
  readonly steps: readonly UndoStep[];
}
