import { labelSelectorText } from '@kube-delivery/shared/cluster/label-selector';
import type { ObjectQuery } from '@kube-delivery/shared/cluster/cluster';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import type { PodUnrest } from './pod-unrest.ts';

/** Which pods are watched. */
export interface WatchedPods {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
}

type Work = Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>;

/**
 * Watches pods for `duration` milliseconds. Gives the first unrest among them as soon as it is seen, or
 * undefined when the time has passed without any.
 */
export async function watchPods(
  work: Work,
  pods: WatchedPods,
  unrest: PodUnrest,
  duration: number,
): Promise<string | undefined> {
  if (duration === 0) return undefined;
  return beside(work, pods, unrest, async (life) => {
    await work.context.clock.sleep(duration, life);
    return undefined;
  });
}

/**
 * Does `work` while pods are watched. Gives what it gives, or the first unrest as soon as it is seen: the
 * signal that the work is given aborts then, and what it still does is not waited for.
 */
export async function beside<Result>(
  { cluster, signal }: Work,
  pods: WatchedPods,
  unrest: PodUnrest,
  work: (life: AbortSignal) => Promise<Result>,
): Promise<Result | string> {
  const decided = new AbortController();
  const life = AbortSignal.any([signal, decided.signal]);
  const watch = async (): Promise<string> => {
    for await (const seen of cluster.observe(queryFor(pods), life)) {
      const found = unrest.see(seen);
      if (found !== undefined) return found;
    }
    throw new Error('an observation ended before its signal');
  };
  const watching = watch();
  const working = work(life);
  try {
    return await Promise.race([watching, working]);
  } finally {
    decided.abort();
    // Whichever lost ends by the signal, and says nothing more.
    await watching.catch(() => undefined);
    working.catch(() => undefined);
  }
}

/** Takes one look at pods, so that unrest is judged by how they are now. */
export async function lookAtPods(
  { cluster, signal }: Work,
  pods: WatchedPods,
  unrest: PodUnrest,
): Promise<string | undefined> {
  return unrest.see(await cluster.list(queryFor(pods), signal));
}

/** The pods of a prepared colour. */
export function podsOf({ colours, painting }: PreparedColour): WatchedPods {
  return { namespace: colours.pair.namespace, selector: painting.selector };
}

function queryFor({ namespace, selector }: WatchedPods): ObjectQuery {
  const labelSelector = labelSelectorText({ matchLabels: selector });
  return { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector };
}
