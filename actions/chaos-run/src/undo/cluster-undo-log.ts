import { randomBytes } from 'node:crypto';
import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import { ActivityFailedError } from '../activity-failed.ts';
import type { UndoOutcome } from '../engine/engine.ts';
import { faultMark, recordObject } from './fault-record.ts';
import type { FaultRecord } from './fault-record.ts';
import { placeOfFault, placeSteps } from './place-steps.ts';
import { takeBackRecords } from './take-back-records.ts';
import type { UndoWorld } from './take-back-step.ts';
import type { FaultToRecord, OwnSteps, RecordedFault, UndoLog } from './undo-log.ts';
import type { UndoStep } from './undo-step.ts';

/** What an undo log needs. */
export interface UndoLogParts extends UndoWorld {
  /** Of `runKeyOf`. */
  readonly runKey: string;
  /** Empty outside of a runner. */
  readonly runUrl: string;
  /** Its faults are left to `mode: recover`. */
  readonly stays: boolean;
  /**
   * Called before the first record of a namespace is written, with all namespaces that hold records of this
   * run: what the post step must know.
   */
  readonly onNamespace: (namespaces: readonly string[]) => void;
}

interface OpenRecord {
  readonly record: FaultRecord;
  /** Of the act, whose end by it means that a write may still be on its way. */
  readonly signal: AbortSignal;
}

/** Keeps the way back of each fault as a ConfigMap in the cluster. */
export class ClusterUndoLog implements UndoLog, OwnSteps {
  readonly #parts: UndoLogParts;
  readonly #namespaces = new Set<string>();
  #open: readonly OpenRecord[] = [];
  #steps: readonly UndoStep[] = [];
  #sequence = 0;

  constructor(parts: UndoLogParts) {
    this.#parts = parts;
  }

  /** Titles of the faults that are not taken back yet, oldest first. */
  get open(): readonly string[] {
    return this.#open.map(({ record }) => record.title);
  }

  get steps(): readonly UndoStep[] {
    return this.#steps;
  }

  async record(fault: FaultToRecord, signal: AbortSignal): Promise<RecordedFault> {
    const { cluster, clock, runKey, runUrl, stays, onNamespace } = this.#parts;
    const place = placeOfFault(fault);
    const record: FaultRecord = {
      id: randomBytes(4).toString('hex'),
      title: fault.title,
      run: runKey,
      place,
      sequence: this.#sequence,
      at: clock.now().toISOString(),
      stays,
      steps: placeSteps(fault),
    };
    this.#sequence += 1;
    if (!this.#namespaces.has(place.namespace)) {
      this.#namespaces.add(place.namespace);
      onNamespace([...this.#namespaces]);
    }
    const entry = { record, signal };
    // Known before it is written: an answer that is cut off does not mean that nothing was.
    this.#open = [...this.#open, entry];
    try {
      await cluster.create(recordObject(record, runUrl), { signal });
    } catch (error) {
      if (!isApiError(error) || error.status === 0 || error.status >= 500) throw error;
      this.#open = this.#open.filter((each) => each !== entry);
      const hint = error.hint === undefined ? '' : `; ${error.hint}`;
      throw new ActivityFailedError(
        `nothing was done, as the way back of it could not be written: ${error.message}${hint}`,
        { cause: error },
      );
    }
    this.#steps = [...this.#steps, ...record.steps];
    return { mark: { [faultMark]: record.id } };
  }

  /**
   * Takes back every fault that is not yet, newest first; the records of those that failed stay, for the
   * post step and `mode: recover`. Never rejects.
   */
  async takeBack(signal: AbortSignal): Promise<readonly UndoOutcome[]> {
    const open = this.#open.toReversed();
    const faults = open.map((entry) => ({
      record: entry.record,
      mayComeLate: entry.signal.aborted,
    }));
    const outcomes = await takeBackRecords(this.#parts, faults, signal);
    const isDone = (entry: OpenRecord): boolean => {
      const outcome = outcomes[open.indexOf(entry)]?.outcome;
      return outcome !== undefined && outcome !== 'failed';
    };
    this.#open = this.#open.filter((entry) => !isDone(entry));
    return outcomes;
  }
}
