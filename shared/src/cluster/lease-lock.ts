import { randomBytes } from 'node:crypto';
import type { ActionContext } from '../action/context.ts';
import { PreconditionError } from '../action/errors.ts';
import { formatDuration } from '../time/duration.ts';
import { isApiError } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import { HeldLock } from './held-lock.ts';
import type { Lock } from './held-lock.ts';
import type { KubeObject, ObjectReference } from './kube-object.ts';
import { decideLease } from './lease-decision.ts';
import { durationOf, identityOf, leaseHeldBy, leaseReference, runUrlOf } from './lease-object.ts';
import type { LockName } from './lease-object.ts';
import { describeHolder, formatHolder, holderOfRun } from './lock-holder.ts';
import type { LockHolder } from './lock-holder.ts';

export type { Lock } from './held-lock.ts';

/** Which lock, and how long to wait for it. */
export interface LockRequest extends LockName {
  /** Milliseconds; 0 fails at once when another run holds it. */
  readonly waitFor: number;
  /** This run unless given. */
  readonly holder?: LockHolder;
}

/** Another run holds the lock, and went on holding it for as long as was to be waited. */
export class LockHeldError extends PreconditionError {}

const pollMs = 1_000;
/** Nobody can renew while the API server is down, so time in which it was not seen does not count. */
const longestGapMs = 5_000;

/**
 * Takes the Lease `kube-delivery-<kind>-<name>`, waiting for another run that holds it, and keeps it
 * until it is released. Throws a LockHeldError that names the holder when it takes longer than
 * `waitFor`.
 */
export async function acquireLock(
  cluster: Cluster,
  request: LockRequest,
  context: Pick<ActionContext, 'clock' | 'log' | 'run' | 'signal'>,
): Promise<Lock> {
  const { clock, log, signal } = context;
  const reference = leaseReference(request);
  const holder = request.holder ?? holderOfRun(context.run, randomBytes(4).toString('hex'));
  const title = `lock of ${request.kind} ${request.name}`;
  const watched = new WatchedLease();
  const started = clock.elapsed();
  // Mostly there is none, as a lock that is given back is deleted.
  const made = await take(cluster, reference, holder, undefined, context);
  if (made !== undefined) return new HeldLock({ cluster, reference, lease: made, title, context });
  for (;;) {
    const present = await cluster.read(reference, signal);
    const now = clock.elapsed();
    const unchanged = watched.unchangedSince(present, now);
    const decision = decideLease(
      present && { identity: identityOf(present), duration: durationOf(present), unchanged },
      holder,
    );
    if (decision.step === 'wait') {
      const by =
        present === undefined ? '' : describeHolder(identityOf(present), runUrlOf(present));
      const waited = now - started;
      if (waited >= request.waitFor) throw heldError(title, by, request.waitFor);
      log.progress(`waiting ${formatDuration(waited)} for the ${title}, held by ${by}`);
      await clock.sleep(Math.min(pollMs, request.waitFor - waited), signal);
      continue;
    }
    const lease = await take(cluster, reference, holder, present, context);
    if (lease === undefined) continue;
    if (present !== undefined && decision.step === 'take' && decision.why !== 'free') {
      const by = describeHolder(identityOf(present), runUrlOf(present));
      log.notice(`The ${title} was taken over from ${by}: ${reasons[decision.why]}.`);
    }
    return new HeldLock({ cluster, reference, lease, title, context });
  }
}

const reasons = {
  expired: 'it is no longer renewed',
  'earlier attempt': 'an earlier attempt of this run left it behind',
} as const;

/**
 * Writes us into the lease; undefined when another run was faster. Where the answer was lost, the lease
 * itself tells whether it is ours.
 */
async function take(
  cluster: Cluster,
  reference: ObjectReference,
  holder: LockHolder,
  present: KubeObject | undefined,
  { clock, run, signal }: Pick<ActionContext, 'clock' | 'run' | 'signal'>,
): Promise<KubeObject | undefined> {
  const facts = { now: clock.now(), runUrl: run.runUrl };
  try {
    return present === undefined
      ? await cluster.create(leaseHeldBy(reference, holder, facts), { signal })
      : await cluster.replace(leaseHeldBy(reference, holder, { ...facts, present }), { signal });
  } catch (error) {
    if (!isApiError(error)) throw error;
    const wasFaster = error.status === 404 || error.status === 409;
    if (!wasFaster && error.status !== 0 && error.status < 500) throw error;
    const found = await cluster.read(reference, signal);
    if (found !== undefined && identityOf(found) === formatHolder(holder)) return found;
    if (wasFaster) return undefined;
    throw error;
  }
}

function heldError(title: string, by: string, waitFor: number): LockHeldError {
  const patience = waitFor === 0 ? '' : ` and was not released within ${formatDuration(waitFor)}`;
  return new LockHeldError(`the ${title} is held by ${by}${patience}`, {
    hint: 'Wait until that run has ended, or raise lock-timeout.',
  });
}

/** For how long a lease has been seen without a change. */
class WatchedLease {
  #version: string | undefined;
  #since = 0;
  #seen = 0;

  /** Milliseconds at `now`, 0 for one that was not seen like this before. */
  unchangedSince(lease: KubeObject | undefined, now: number): number {
    const version = lease?.metadata.resourceVersion;
    if (version === undefined || version !== this.#version || now - this.#seen > longestGapMs) {
      this.#version = version;
      this.#since = now;
    }
    this.#seen = now;
    return now - this.#since;
  }
}
