import type { ActionContext } from '../action/context.ts';
import { messageOf, PreconditionError } from '../action/errors.ts';
import { startDeadline } from '../time/deadline.ts';
import { isApiError } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import type { KubeObject, ObjectReference } from './kube-object.ts';
import { describeHolder } from './lock-holder.ts';
import { identityOf, renewedLease, runUrlOf } from './lease-object.ts';

/** A lock that is held: at most one run at a time has it. */
export interface Lock {
  /** Aborts with a LockLostError when another run took the lock, and when the parent signal does. */
  readonly signal: AbortSignal;
  /**
   * Throws a LockLostError unless the lock is ours at this moment: to be awaited before a step that
   * must not happen twice, as a paused machine learns of a loss only then.
   */
  confirm(): Promise<void>;
  /** Gives the lock back. Never throws; works after the job was cancelled too. */
  release(): Promise<void>;
}

/** The lock that this run held went to another one. */
export class LockLostError extends PreconditionError {}

const renewEveryMs = 10_000;
/** A confirmation younger than this is as good as asking. */
const confirmedForMs = 15_000;
/**
 * An API server that is down keeps every other run from taking the lock as well, so its silence alone
 * does not lose it at once.
 */
const longestSilenceMs = 60_000;
const releaseTimeoutMs = 5_000;

/** What a held lock needs. */
export interface HeldLockParts {
  readonly cluster: Cluster;
  readonly reference: ObjectReference;
  /** The Lease as the server has it since it is ours. */
  readonly lease: KubeObject;
  /** The lock's name for people: `lock of release shop`. */
  readonly title: string;
  readonly context: Pick<ActionContext, 'clock' | 'log' | 'signal'>;
}

/** Keeps a Lease that was just taken until it is released or lost. */
export class HeldLock implements Lock {
  readonly signal: AbortSignal;
  readonly #parts: HeldLockParts;
  readonly #lost = new AbortController();
  readonly #released = new AbortController();
  readonly #keeping: Promise<void>;
  #lease: KubeObject;
  #confirmedAt: number;
  #renewal: Promise<void> | undefined;

  constructor(parts: HeldLockParts) {
    this.#parts = parts;
    this.#lease = parts.lease;
    this.#confirmedAt = parts.context.clock.elapsed();
    this.signal = AbortSignal.any([parts.context.signal, this.#lost.signal]);
    this.#keeping = this.#keep();
  }

  async confirm(): Promise<void> {
    this.signal.throwIfAborted();
    if (this.#parts.context.clock.elapsed() - this.#confirmedAt > confirmedForMs) {
      await this.#renewOnce(this.signal);
    }
    this.signal.throwIfAborted();
  }

  async release(): Promise<void> {
    const { context, title } = this.#parts;
    this.#released.abort();
    await this.#keeping;
    if (this.#lost.signal.aborted) return;
    const deadline = startDeadline(
      context.clock,
      releaseTimeoutMs,
      `releasing the ${title}`,
      new AbortController().signal,
    );
    try {
      await this.#delete(deadline.signal);
    } catch (error) {
      context.log.warning(
        `The ${title} could not be released (${messageOf(error)}); it expires by itself in 30 s.`,
      );
    } finally {
      deadline.cancel();
    }
  }

  /** Deletes the Lease that is ours; a renewal that was cut off may have been written all the same. */
  async #delete(signal: AbortSignal): Promise<void> {
    const { cluster, reference } = this.#parts;
    try {
      await cluster.delete(reference, { signal, ...versionOf(this.#lease) });
    } catch (error) {
      if (!isApiError(error, 409)) throw error;
      const present = await cluster.read(reference, signal);
      if (present === undefined || identityOf(present) !== identityOf(this.#lease)) return;
      await cluster.delete(reference, { signal, ...versionOf(present) });
    }
  }

  /** Renews until the lock is released or lost; a cancelled job still holds it while it cleans up. */
  async #keep(): Promise<void> {
    const { clock, log } = this.#parts.context;
    const life = AbortSignal.any([this.#released.signal, this.#lost.signal]);
    for (;;) {
      try {
        await clock.sleep(renewEveryMs, life);
        await this.#renewOnce(life);
      } catch (error) {
        if (life.aborted) return;
        const silence = clock.elapsed() - this.#confirmedAt;
        if (silence > longestSilenceMs) this.#lose(`it could not be renewed: ${messageOf(error)}`);
        else log.progress(`the ${this.#parts.title} could not be renewed: ${messageOf(error)}`);
      }
    }
  }

  async #renewOnce(signal: AbortSignal): Promise<void> {
    this.#renewal ??= this.#renew(signal).finally(() => {
      this.#renewal = undefined;
    });
    await this.#renewal;
  }

  async #renew(signal: AbortSignal): Promise<void> {
    const { cluster, reference, context } = this.#parts;
    const began = context.clock.elapsed();
    try {
      const lease = renewedLease(this.#lease, context.clock.now());
      this.#lease = await cluster.replace(lease, { signal });
      this.#confirmedAt = began;
    } catch (error) {
      if (!isApiError(error, 404, 409)) throw error;
      const present = await cluster.read(reference, signal);
      if (present === undefined) this.#lose('its lease was deleted');
      else if (identityOf(present) === identityOf(this.#lease)) {
        // A renewal whose answer was cut has been written all the same.
        this.#lease = present;
        this.#confirmedAt = began;
      } else {
        this.#lose(`${describeHolder(identityOf(present), runUrlOf(present))} took it`);
      }
    }
  }

  #lose(why: string): void {
    this.#lost.abort(
      new LockLostError(`the ${this.#parts.title} was lost: ${why}`, {
        hint: 'Look at what the other run does, then run this job again.',
      }),
    );
  }
}

function versionOf({ metadata: { uid, resourceVersion } }: KubeObject): {
  readonly uid?: string;
  readonly resourceVersion?: string;
} {
  return {
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}
