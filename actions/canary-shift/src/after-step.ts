import type { Inputs } from './inputs.ts';
import type { StepReport } from './journal.ts';

/** What follows a step. */
export type Follow = 'go on' | 'take back' | 'hold';

/** Decides what follows a step, or a look before the first one, by the policies. */
export function decideAfterStep(
  outcome: StepReport['outcome'],
  { onFailure, onInconclusive }: Pick<Inputs, 'onFailure' | 'onInconclusive'>,
): Follow {
  switch (outcome) {
    case 'pass':
      return 'go on';
    case 'fail':
      return onFailure === 'rollback' ? 'take back' : 'hold';
    case 'inconclusive':
      return onInconclusive === 'rollback' ? 'take back' : 'hold';
  }
}
