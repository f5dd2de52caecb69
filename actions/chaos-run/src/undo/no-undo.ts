import type { OwnSteps, UndoLog } from './undo-log.ts';

/** Records nothing: for what only looks, as `mode: discover`. */
export const noUndo: UndoLog & OwnSteps = {
  steps: [],
  record: () => Promise.resolve({ mark: {} }),
};
