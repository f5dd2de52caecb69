import { ActivityFailedError } from '../activity-failed.ts';
import { clusterPlace } from '../locks/chaos-place.ts';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import { stepInPlace } from './step-in-place.ts';
import type { FaultToRecord } from './undo-log.ts';
import type { UndoStep } from './undo-step.ts';

/** The place of a fault, where its record lies. */
export function placeOfFault({ namespace }: Pick<FaultToRecord, 'namespace'>): ChaosPlace {
  return namespace === undefined ? clusterPlace : { scope: 'namespace', namespace };
}

/**
 * The steps of a fault in its place. Throws an ActivityFailedError where one of them would not be taken
 * from a record there: what cannot be taken back is not done.
 */
export function placeSteps(fault: FaultToRecord): readonly UndoStep[] {
  const place = placeOfFault(fault);
  return fault.steps.map((step) => {
    const placed = stepInPlace(step, place);
    if ('step' in placed) return placed.step;
    throw new ActivityFailedError(
      `${fault.title}: nothing was done, as there would be no way back: ${placed.problem}`,
    );
  });
}
