import type { RunFacts } from '../action/run-facts.ts';

/** Who holds a lock, as a Lease's `holderIdentity` carries it: `<run id>/<attempt>/<job>/<nonce>`. */
export interface LockHolder {
  readonly runId: string;
  readonly attempt: number;
  readonly job: string;
  /** Tells apart the holders of one job, as those of a matrix. */
  readonly nonce: string;
}

/** The holder that a workflow run is. */
export function holderOfRun(run: RunFacts, nonce: string): LockHolder {
  return { runId: run.runId, attempt: run.runAttempt, job: run.job, nonce };
}

/** The text of a holder in a Lease. */
export function formatHolder({ runId, attempt, job, nonce }: LockHolder): string {
  return [runId, String(attempt), job.replaceAll('/', '-'), nonce].join('/');
}

/** The holder that a Lease names, or undefined where the text is none of ours. */
export function parseHolder(identity: string): LockHolder | undefined {
  const [runId, attempt, job, nonce, ...rest] = identity.split('/');
  if (runId === undefined || attempt === undefined || job === undefined || nonce === undefined) {
    return undefined;
  }
  if (rest.length > 0 || !/^\d+$/.test(attempt)) return undefined;
  return { runId, attempt: Number(attempt), job, nonce };
}

/** `run 17 attempt 2, job deploy`, with the URL of the run where it is known. */
export function describeHolder(identity: string, runUrl: string | undefined): string {
  const holder = parseHolder(identity);
  const url = runUrl === undefined || runUrl === '' ? '' : ` (${runUrl})`;
  if (holder === undefined) return `${identity === '' ? 'an unknown holder' : identity}${url}`;
  const run = holder.runId === '' ? 'a run outside of GitHub' : `run ${holder.runId}`;
  const job = holder.job === '' ? '' : `, job ${holder.job}`;
  return `${run} attempt ${holder.attempt}${job}${url}`;
}
