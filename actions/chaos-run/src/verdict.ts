/** The verdicts of chaos-run. */
export const verdicts = {
  good: ['passed', 'planned'],
  bad: [
    'deviated',
    'gate-failed',
    'action-failed',
    'no-effect',
    'rollback-failed',
    'aborted',
    'not-recovered',
  ],
} as const;

/** One of them. */
export type Verdict = (typeof verdicts)['good' | 'bad'][number];
