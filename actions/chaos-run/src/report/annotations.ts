import type { Log } from '@kube-delivery/shared/action/log';
import { failedPlaces } from './failed-places.ts';
import type { Played } from './played.ts';

/**
 * GitHub shows ten annotations of each kind of a step and drops the others unseen. The last error is
 * the one with the verdict.
 */
const most = 9;

/**
 * Tells what went wrong at the lines of the experiments' files, as far as GitHub shows it; `isShortForm` are
 * experiments that no file holds. All of it is in the log already.
 */
export function annotateFailures(
  all: readonly Played[],
  isShortForm: (file: string) => boolean,
  log: Log,
): void {
  let left = most;
  for (const played of all) {
    const { file } = played.experiment;
    if (isShortForm(file)) continue;
    for (const { line, message } of failedPlaces(played)) {
      left -= 1;
      const level = played.judgement.succeeds ? 'warning' : 'error';
      if (left >= 0) log.annotate(level, message, { file, line, title: 'chaos-run' });
    }
  }
}
