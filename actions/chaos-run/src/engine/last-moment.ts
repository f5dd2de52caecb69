import { startDeadline } from '@kube-delivery/shared/time/deadline';
import type { EngineWorld } from './engine.ts';

/**
 * What the way back may take once the job is cancelled, in milliseconds: the runner kills what is not
 * gone within 7.5 s of its signal, and records, locks and journal are still to be closed after it.
 */
export const lastMoment = 4500;

/** A signal that aborts so long after the job was cancelled; never while it is not. */
export interface LastMoment {
  readonly signal: AbortSignal;
  /** Frees its timer. */
  cancel(): void;
}

/** The time that is left to the way back. */
export function openLastMoment({ clock, signal }: EngineWorld): LastMoment {
  const over = new AbortController();
  const closed = new AbortController();
  const begin = (): void => {
    const deadline = startDeadline(clock, lastMoment, 'the way back', closed.signal);
    deadline.signal.addEventListener('abort', () => {
      over.abort(deadline.signal.reason);
    });
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true, signal: closed.signal });
  return {
    signal: over.signal,
    cancel: () => {
      closed.abort();
    },
  };
}
