import type { RunFacts } from '../action/run-facts.ts';
import type { ReleaseRecord } from './release-record.ts';

/** The run as a history record names it. */
export function recordRun(run: RunFacts): ReleaseRecord['run'] {
  const { runUrl: url, runId: id, runAttempt: attempt, sha: commit, ref, actor } = run;
  return { url, id, attempt, commit, ref, actor };
}
