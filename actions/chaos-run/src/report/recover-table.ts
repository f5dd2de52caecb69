import { blocks, bullets, code, empty, inline, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { UndoOutcome } from '../engine/engine.ts';
import { describeUndo } from './undo-table.ts';

/** What `mode: recover` did, and which namespaces it left to the runs that are alive there. */
export function describeRecovery(
  outcomes: readonly UndoOutcome[],
  alive: readonly { readonly namespace: string; readonly holder: string }[],
): Markdown {
  return blocks(
    outcomes.length === 0 ? text('No run left anything to take back.') : describeUndo(outcomes),
    alive.length === 0
      ? empty()
      : bullets(
          alive.map(({ namespace, holder }) =>
            inline(
              text('In namespace '),
              code(namespace),
              text(` a run is alive and takes its faults back itself: ${holder}`),
            ),
          ),
        ),
  );
}
