import type { UndoStep } from './undo-step.ts';

/** A fault whose way back is in the cluster. */
export interface RecordedFault {
  /**
   * The annotation to put on an object that the fault creates, so that the way back knows it:
   * `{'kube-delivery.dev/chaos-fault': '<id>'}`.
   */
  readonly mark: Readonly<Record<string, string>>;
}

/** Where the way back of each fault is written before the fault is. */
export interface UndoLog {
  /**
   * Writes the way back of a fault into `namespace` (undefined for cluster-scoped objects) and
   * resolves once it is in the cluster; only then may the fault be done. In rollbacks and dry runs
   * nothing is written.
   */
  record(
    fault: {
      /** One sentence for people: `scale Deployment web from 3 to 0`. */
      readonly title: string;
      readonly namespace: string | undefined;
      readonly steps: readonly UndoStep[];
    },
    signal: AbortSignal,
  ): Promise<RecordedFault>;
}
