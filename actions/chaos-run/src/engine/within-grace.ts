import type { Clock } from '@kube-delivery/shared/time/clock';

/** What an activity may take to end once it is told to, in milliseconds. */
export const grace = 1000;

/**
 * The promise's value. Where the signal aborts, what has been begun has a moment to end, so that its undo does
 * not overtake it; then the signal's reason is thrown, as nothing must keep the way back waiting.
 */
export async function withinGrace<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
  clock: Clock,
): Promise<Value> {
  const settled = new AbortController();
  const given = promise.finally(() => {
    settled.abort();
  });
  const aborted = new Promise<never>((_, reject) => {
    const giveUp = (): void => {
      clock.sleep(grace, settled.signal).then(
        () => {
          reject(signal.reason as Error);
        },
        () => undefined,
      );
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true, signal: settled.signal });
  });
  return Promise.race([given, aborted]);
}
