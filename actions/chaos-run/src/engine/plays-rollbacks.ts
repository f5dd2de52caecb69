import type { RollbackStrategy } from '../experiment/experiment.ts';
import type { JournalStatus } from '../journal/journal.ts';

/** What decides about the rollbacks of the file. */
export interface RollbackFacts {
  readonly strategy: RollbackStrategy;
  /** Null while nothing has gone wrong. */
  readonly status: JournalStatus | null;
  readonly deviated: boolean;
  readonly methodBegan: boolean;
  readonly isStrict: boolean;
}

/**
 * Whether the rollbacks of the file are played, by Chaos Toolkit's words: `default` is not after a run that
 * failed or was interrupted. Ours are never played before a method that did not begin.
 */
export function playsRollbacks(facts: RollbackFacts): boolean {
  if (facts.isStrict && !facts.methodBegan) return false;
  switch (facts.strategy) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'deviated':
      return facts.deviated;
    case 'default':
      return facts.status !== 'failed' && facts.status !== 'interrupted';
  }
}
