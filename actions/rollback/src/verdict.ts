/** How a rollback ends, besides `invalid`, `interrupted` and `error`. */
export type RollbackVerdict =
  'rolled-back' | 'unchanged' | 'planned' | 'failed' | 'conflict' | 'nothing-to-roll-back-to';
