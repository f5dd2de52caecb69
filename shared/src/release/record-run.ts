import type { RunFacts } from '../action/run-facts.ts';
import type { ReleaseRecord } from './release-record.ts';

/** The run as a history record names it. */
export function recordRun(run: RunFacts): ReleaseRecord['run'] {
  const { runUrl: url, runId: id, runAttempt: attempt, runNumber, sha: commit, ref, actor } = run;
  const number = Number.parseInt(runNumber, 10);
  const counted = Number.isNaN(number) ? {} : { number };
  return { url, id, ...counted, attempt, commit, ref, actor };
}
