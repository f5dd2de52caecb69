/** How a deployment ends, besides `invalid`, `interrupted` and `error`. */
export type DeployVerdict =
  'deployed' | 'unchanged' | 'planned' | 'rolled-back' | 'failed' | 'rollback-failed' | 'conflict';
