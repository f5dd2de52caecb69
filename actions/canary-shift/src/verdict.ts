/** Endings that are good, as `verdict` names them. */
export const goodVerdicts = ['promoted', 'at-weight', 'aborted', 'planned'] as const;
/** Endings that fail the job. */
export const badVerdicts = [
  'rolled-back',
  'held',
  'inconclusive',
  'promotion-failed',
  'superseded',
  'lost-lock',
  'invalid',
] as const;
/** How a shift can end. */
export type Verdict = (typeof goodVerdicts)[number] | (typeof badVerdicts)[number];
