import type { Log } from '@kube-delivery/shared/action/log';
import { failedPlaces } from './failed-places.ts';
import type { Played } from './played.ts';

/**
 * GitHub shows ten annotations of each kind of a step and drops the others unseen. The last error is
 * the one with the verdict.
 */
const most = 9;

/**
 * Tells what went wrong at the lines of the experiments' files; `isShortForm` are experiments that no file
 * holds. What GitHub would not show is a line of the log.
 */
export function annotateFailures(
  all: readonly Played[],
  isShortForm: (file: string) => boolean,
  log: Log,
): void {
  let left = most;
  for (const played of all) {
    const { file } = played.experiment;
    for (const { line, message } of failedPlaces(played)) {
      left -= 1;
      const level = played.judgement.succeeds ? 'warning' : 'error';
      if (isShortForm(file) || left < 0) log.quote(message);
      else log.annotate(level, message, { file, line, title: 'chaos-run' });
    }
  }
}
