import type { Cluster } from '../../cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../../cluster/kube-object.ts';
import { booleanAt } from '../../json/json.ts';
import { referenceTo } from '../../manifests/manifest.ts';
import { startDeadline } from '../../time/deadline.ts';
import type { Deadline } from '../../time/deadline.ts';
import type { Failure } from '../failure.ts';
import type { ReleaseWork } from '../release-work.ts';
import { watchUntilReady } from '../watch-until-ready.ts';
import { isOver } from './decide-migrations.ts';
import { JobLog } from './job-log.ts';

const lastWordsMs = 10_000;

/**
 * Waits until a Job has ended, at most until the deadline, and shows what its pods write. Gives why it
 * did not end well, or undefined where it did. One that is suspended, as a queue of jobs does, is waited
 * for.
 */
export async function untilComplete(
  work: ReleaseWork,
  reference: ObjectReference,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const { cluster, context, signal } = work;
  const job = await cluster.read(reference, deadline.signal);
  if (job === undefined) return { reason: 'it was deleted while it was at work', diagnoses: [] };
  const log = new JobLog(cluster, job, context.log);
  const watched = new AbortController();
  const following = log.follow(context.clock, AbortSignal.any([signal, watched.signal]));
  try {
    return await watchJob(work, reference, deadline);
  } finally {
    watched.abort();
    await following;
    const rest = startDeadline(context.clock, lastWordsMs, 'the log', signal);
    await log.read(rest.signal);
    rest.cancel();
  }
}

/**
 * Deletes a Job with its pods and waits until all are gone. One that is at work for an earlier run is
 * let end first, as stopping it half way would leave the data in between; that it does not end before
 * the deadline is the failure.
 */
export async function removeJob(
  work: ReleaseWork,
  job: KubeObject,
  deadline: Deadline,
): Promise<Failure | undefined> {
  if (!isOver(job) && job.metadata.deletionTimestamp === undefined) {
    work.context.log.info('It is still at work for an earlier run, which is let end first');
    const failure = await untilComplete(work, referenceTo(job), deadline);
    if (failure !== undefined && deadline.remaining() === 0) {
      const reason = `that of an earlier run is still at work: ${failure.reason}`;
      return { ...failure, reason, hint: 'Let it end, or delete the Job if it never will' };
    }
  }
  await deleteJob(work.cluster, job, deadline.signal);
  return undefined;
}

/** Deletes a Job with its pods and waits until all are gone. */
export async function deleteJob(
  cluster: Cluster,
  job: KubeObject,
  signal: AbortSignal,
): Promise<void> {
  const { uid } = job.metadata;
  const reference = referenceTo(job);
  // In the foreground, so that the Job is not gone before the last of its pods is.
  const options = { propagation: 'Foreground', ...(uid === undefined ? {} : { uid }) } as const;
  await cluster.delete(reference, { signal, ...options });
  await observeUntil(cluster, reference, (seen) => seen?.metadata.uid !== uid, signal);
}

async function watchJob(
  work: ReleaseWork,
  reference: ObjectReference,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const { cluster, context, watching } = work;
  // It may be deleted as soon as it is complete, by its ttlSecondsAfterFinished.
  const hasEnded = (job: KubeObject | undefined): boolean => job === undefined || isOver(job);
  if (!watching.failFast) await observeUntil(cluster, reference, hasEnded, deadline.signal);
  // A Job that has failed never becomes anything else.
  const decided = { ...work, watching: { ...watching, failFast: true } };
  for (;;) {
    const failure = await watchUntilReady(decided, [reference], deadline);
    if (failure !== undefined) return failure;
    // A suspended Job counts as ready.
    const seen = await observeUntil(
      cluster,
      reference,
      (job) => {
        if (job === undefined || hasEnded(job)) return true;
        context.log.progress(`Job ${reference.name} is suspended until somebody resumes it`);
        return booleanAt(job, 'spec', 'suspend') !== true;
      },
      deadline.signal,
    );
    if (hasEnded(seen)) return undefined;
  }
}

async function observeUntil(
  cluster: Cluster,
  { apiVersion, kind, namespace, name }: ObjectReference,
  holds: (object: KubeObject | undefined) => boolean,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const place = namespace === undefined ? {} : { namespace };
  const query = { apiVersion, kind, ...place, fieldSelector: `metadata.name=${name}` };
  for await (const [object] of cluster.observe(query, signal)) {
    if (holds(object)) return object;
  }
  signal.throwIfAborted();
  return undefined;
}
