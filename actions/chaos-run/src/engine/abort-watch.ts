import { messageOf } from '@kube-delivery/shared/action/errors';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import type { MethodEnd } from './method-end.ts';
import type { Session } from './session.ts';

/** What ends the method early, beside the hypothesis. */
export interface AbortWatch {
  /** Resolves when nothing is watched any more. Never rejects. */
  stop(): Promise<void>;
}

/** Ends the method when it takes too long, or when too few pods are ready behind the target. */
export function watchForAbort(session: Session, method: MethodEnd): AbortWatch {
  const stopped = new AbortController();
  const signal = AbortSignal.any([method.signal, stopped.signal]);
  const { maxDuration, readyPodsBelow } = session.run.abortOn;
  const abort = (reason: string): void => {
    session.journal.status = 'aborted';
    method.end(reason);
  };
  const watches: Promise<void>[] = [];
  if (maxDuration !== undefined) watches.push(watchTime(maxDuration, session, signal, abort));
  if (readyPodsBelow !== undefined) {
    watches.push(watchPods(readyPodsBelow, session, signal, abort));
  }
  const ended = Promise.all(watches.map((watch) => watch.catch(() => undefined)));
  return {
    stop: async () => {
      stopped.abort();
      await ended;
    },
  };
}

async function watchTime(
  limit: number,
  { world }: Session,
  signal: AbortSignal,
  abort: (reason: string) => void,
): Promise<void> {
  await world.clock.sleep(limit, signal);
  abort(`the method was not through within max-duration ${formatDuration(limit)}`);
}

async function watchPods(
  least: number,
  { run, world }: Session,
  signal: AbortSignal,
  abort: (reason: string) => void,
): Promise<void> {
  let wasWarned = false;
  for (;;) {
    try {
      const ready = await world.readyPods(signal);
      if (ready !== undefined && ready < least) {
        abort(`ready pods behind the target: ${ready}, fewer than ${least}`);
        return;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!wasWarned) {
        world.log.warning(`The ready pods cannot be counted for abort-on: ${messageOf(error)}`);
      }
      wasWarned = true;
    }
    await world.clock.sleep(run.frequency, signal);
  }
}
