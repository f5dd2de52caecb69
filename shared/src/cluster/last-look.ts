import { mapConcurrently } from '../async/map-concurrently.ts';
import type { Clock } from '../time/clock.ts';
import { DeadlineError, startDeadline } from '../time/deadline.ts';
import { isApiError } from './api-error.ts';
import { assessReadiness } from './assess-readiness.ts';
import type { Cluster } from './cluster.ts';
import type { ObjectReference } from './kube-object.ts';
import { steadyTime } from './readiness/steady-time.ts';

const longest = 5_000;
const mostAtOnce = 16;

/**
 * Whether all of the objects are ready as the server has them at this moment, whatever a watch that
 * went silent has told. One that must stay ready for a while to be believed is not; where the server
 * does not answer within 5 s, nothing is known to be.
 */
export async function areReadyNow(
  cluster: Cluster,
  references: readonly ObjectReference[],
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<boolean> {
  const deadline = startDeadline(clock, longest, 'the last look', signal);
  try {
    const ready = await mapConcurrently(references, mostAtOnce, async (reference) => {
      const object = await cluster.read(reference, deadline.signal);
      if (object === undefined || steadyTime(object) > 0) return false;
      return assessReadiness(object).state === 'ready';
    });
    return ready.every((each) => each);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DeadlineError || isApiError(error)) return false;
    throw error;
  } finally {
    deadline.cancel();
  }
}
