import type { CommonVerdict } from '@kube-delivery/shared/action/action';
import type { Judgement } from './engine/judge.ts';
import type { Played } from './report/played.ts';
import type { Verdict } from './verdict.ts';

/** What a row of experiments can end with. */
export type RowVerdict = Verdict | CommonVerdict;

/** The gravest first. */
const order: readonly RowVerdict[] = [
  'interrupted',
  'rollback-failed',
  'not-recovered',
  'aborted',
  'error',
  'deviated',
  'action-failed',
  'no-effect',
  'invalid',
  'gate-failed',
  'planned',
  'passed',
];

/** Whether one verdict is worse than another. */
export function isGraver(verdict: RowVerdict, than: RowVerdict): boolean {
  return order.indexOf(verdict) < order.indexOf(than);
}

/** The experiment whose verdict is the gravest; the first of several. */
export function gravest(all: readonly Played[]): Played {
  const [first, ...others] = all;
  if (first === undefined) throw new TypeError('no experiment was run');
  return others.reduce(
    (worst, each) => (isGraver(each.judgement.verdict, worst.judgement.verdict) ? each : worst),
    first,
  );
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
