import type { Judgement } from './engine/judge.ts';
import type { Played } from './report/played.ts';

/** The gravest first. */
const order: readonly Judgement['verdict'][] = [
  'interrupted',
  'rollback-failed',
  'not-recovered',
  'aborted',
  'deviated',
  'action-failed',
  'no-effect',
  'gate-failed',
  'planned',
  'passed',
];

/** The experiment whose verdict is the gravest; the first of several. */
export function gravest(all: readonly Played[]): Played {
  const [first, ...others] = all;
  if (first === undefined) throw new TypeError('no experiment was run');
  const rank = ({ judgement }: Played): number => order.indexOf(judgement.verdict);
  return others.reduce((worst, each) => (rank(each) < rank(worst) ? each : worst), first);
}

/** Whether no further experiment may follow one with this verdict. */
export function endsTheRow(verdict: Judgement['verdict']): boolean {
  switch (verdict) {
    case 'interrupted':
    case 'rollback-failed':
    case 'not-recovered':
    case 'aborted':
      return true;
    case 'deviated':
    case 'action-failed':
    case 'no-effect':
    case 'gate-failed':
    case 'planned':
    case 'passed':
      return false;
  }
}
