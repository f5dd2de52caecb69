import type { RuleLevels } from './rule-levels.ts';
import { pdbSelectsNone } from './selectors/pdb-selects-none.ts';
import { serviceSelectsNone } from './selectors/service-selects-none.ts';
import { hpaTarget } from './updates/hpa-target.ts';

/** Policies that miss an object of the chart. */
const missing = [hpaTarget, pdbSelectsNone, serviceSelectsNone].map(({ rule }) => rule.id);

/**
 * The levels for a render without the templates that fail: what it lacks may be in one of them, so that
 * no policy asks for it.
 */
export function partialLevels(levels: RuleLevels): RuleLevels {
  return new Map([...levels].filter(([id]) => !missing.includes(id)));
}
