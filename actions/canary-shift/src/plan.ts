import type { Opening } from './opening.ts';
import { open, stepsOf } from './run-shift.ts';
import type { Conclusion } from './result.ts';
import type { Session } from './session.ts';
import { findSides } from './sides.ts';

/** Tells what a run would do, and writes nothing. */
export async function planShift(session: Session): Promise<Conclusion> {
  const opening = open(session, await findSides(session));
  return { verdict: 'planned', reason: describeOpening(session, opening) };
}

function describeOpening(session: Session, opening: Opening): string {
  const weights = stepsOf(session).map(({ weight }) => `${weight}%`);
  switch (opening.act) {
    case 'settled':
      return `nothing is to be done: ${opening.reason}`;
    case 'refused':
      return `it would be refused: ${opening.reason}`;
    case 'rest':
      return 'all steps are passed and nothing is to be done';
    case 'promote':
      return 'the canary would be promoted';
    case 'take-back':
      return `traffic would be taken back: ${opening.reason}`;
    case 'shift': {
      const { mode, promote } = session.inputs;
      const end = mode === 'run' && promote ? ', then the canary would be promoted' : '';
      return `the canary would get ${weights.slice(opening.from).join(', ')}${end}`;
    }
  }
}
