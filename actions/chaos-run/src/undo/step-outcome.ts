import type { UndoOutcome } from '../engine/engine.ts';

/** What became of one step of a way back. */
export type StepOutcome = Pick<UndoOutcome, 'outcome' | 'reason'>;

/** The step was done. */
export const undone: StepOutcome = { outcome: 'undone', reason: '' };

/** It is as it was before the fault. */
export const nothingToDo: StepOutcome = { outcome: 'nothing to do', reason: '' };

/** Somebody else has changed it since. */
export function leftAlone(reason: string): StepOutcome {
  return { outcome: 'left alone', reason };
}

/** The step is still to be done. */
export function failed(reason: string): StepOutcome {
  return { outcome: 'failed', reason };
}

/** From the gravest on: the first that one step had is that of the whole. */
const ranked = ['failed', 'left alone', 'undone', 'nothing to do'] as const;

/** The outcome of a fault from those of its steps; each reason once. */
export function joinOutcomes(outcomes: readonly StepOutcome[]): StepOutcome {
  const outcome =
    ranked.find((each) => outcomes.some((step) => step.outcome === each)) ?? 'nothing to do';
  const reasons = new Set(outcomes.map(({ reason }) => reason).filter((reason) => reason !== ''));
  return { outcome, reason: [...reasons].join('; ') };
}
