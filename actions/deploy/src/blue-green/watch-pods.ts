import { labelSelectorText } from '@kube-delivery/shared/cluster/label-selector';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import type { PodUnrest } from './pod-unrest.ts';

/** Which pods are watched. */
export interface WatchedPods {
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
}

/**
 * Watches pods for `duration` milliseconds. Gives the first unrest among them as soon as it is seen, or
 * undefined when the time has passed without any.
 */
export async function watchPods(
  { cluster, context, signal }: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  { namespace, selector }: WatchedPods,
  unrest: PodUnrest,
  duration: number,
): Promise<string | undefined> {
  if (duration === 0) return undefined;
  const query = {
    apiVersion: 'v1',
    kind: 'Pod',
    namespace,
    labelSelector: labelSelectorText({ matchLabels: selector }),
  };
  const decided = new AbortController();
  const life = AbortSignal.any([signal, decided.signal]);
  const watch = async (): Promise<string | undefined> => {
    for await (const pods of cluster.observe(query, life)) {
      const seen = unrest.see(pods);
      if (seen !== undefined) return seen;
    }
    return undefined;
  };
  const sleep = async (): Promise<undefined> => {
    await context.clock.sleep(duration, life);
    return undefined;
  };
  const both = [watch(), sleep()];
  try {
    return await Promise.race(both);
  } finally {
    decided.abort();
    await Promise.allSettled(both);
  }
}
