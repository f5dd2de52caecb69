import type { UndoLog } from './undo-log.ts';

/** Records nothing: for rollbacks, which are a way back themselves, and for dry runs. */
export const noUndo: UndoLog = {
  record: () => Promise.resolve({ mark: {} }),
};
