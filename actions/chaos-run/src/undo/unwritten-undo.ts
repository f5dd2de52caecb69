import { ActivityFailedError } from '../activity-failed.ts';
import { changedSince } from './changed-since.ts';
import type { DoneSoFar } from './changed-since.ts';
import { placeSteps } from './place-steps.ts';
import type { FaultToRecord, OwnSteps, RecordedFault, UndoLog } from './undo-log.ts';
import type { UndoStep } from './undo-step.ts';

/**
 * Writes nothing, but refuses what the cluster's log would: for rollbacks, which are a way back
 * themselves, and for dry runs. After the faults of a run (`after`) it also refuses what would overwrite
 * what somebody else has changed since.
 */
export class UnwrittenUndo implements UndoLog, OwnSteps {
  readonly #after: OwnSteps | undefined;
  #own: readonly UndoStep[] = [];

  constructor(after?: OwnSteps) {
    this.#after = after;
  }

  /** Those of the faults, then its own. */
  get steps(): readonly UndoStep[] {
    return [...(this.#after?.steps ?? []), ...this.#own];
  }

  record(fault: FaultToRecord): Promise<RecordedFault> {
    return Promise.resolve().then(() => this.#note(fault));
  }

  #note(fault: FaultToRecord): RecordedFault {
    const steps = placeSteps(fault);
    const why = this.#after && whyNot(steps, { faults: this.#after.steps, rollbacks: this.#own });
    if (why !== undefined) {
      throw new ActivityFailedError(`${fault.title}: nothing was done, as ${why}`);
    }
    this.#own = [...this.#own, ...steps];
    return { mark: {} };
  }
}

function whyNot(steps: readonly UndoStep[], done: DoneSoFar): string | undefined {
  return steps.map((step) => changedSince(step, done)).find((why) => why !== undefined);
}
