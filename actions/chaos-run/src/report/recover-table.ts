import { blocks, bullets, empty, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { UndoOutcome } from '../engine/engine.ts';
import { describePlace } from '../locks/chaos-place.ts';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import { describeUndo } from './undo-table.ts';

/** What `mode: recover` did, and what it left to the runs that are alive there. */
export function describeRecovery(
  outcomes: readonly UndoOutcome[],
  alive: readonly (ChaosPlace & { readonly holder: string })[],
): Markdown {
  return blocks(
    outcomes.length === 0 ? text('No run left anything to take back.') : describeUndo(outcomes),
    alive.length === 0
      ? empty()
      : bullets(
          alive.map(({ holder, ...place }) =>
            text(
              `A run on ${describePlace(place)} is alive and takes its faults back itself: ${holder}`,
            ),
          ),
        ),
  );
}
