import { describeReference } from '../cluster/api-error.ts';
import type { Diagnosis } from '../cluster/readiness.ts';
import { blocks, bullets, codeBlock, details, empty, heading, text } from './markdown.ts';
import type { Markdown } from './markdown.ts';

/** A diagnosis as a summary shows it: what, why, what to do, then events and log lines. */
export function describeDiagnosis(diagnosis: Diagnosis): Markdown {
  const { object, reason, hint, events, containers } = diagnosis;
  return blocks(
    heading(4, text(describeReference(object))),
    text(reason),
    text(hint),
    bullets(events.map(text)),
    ...containers.flatMap(({ pod, container, state, restarts, exitCode, log, previousLog }) => {
      const exit = exitCode === undefined ? '' : `, exit code ${exitCode}`;
      return [
        text(`${pod}/${container}: ${state}, ${restarts} restarts${exit}`),
        log.length === 0 ? empty() : codeBlock(log.join('\n')),
        previousLog.length === 0
          ? empty()
          : details(text('log of the life before'), codeBlock(previousLog.join('\n'))),
      ];
    }),
  );
}
