import { stringAt } from '@kube-delivery/shared/json/json';
import type { ActivityRun } from './journal.ts';

/** Whether an entry's output is that of a probe of our own: `{passed, reason, latency_ms, asked}`. */
export function isOwnProbe({ activity }: ActivityRun): boolean {
  return stringAt(activity, 'provider', 'module') === 'kube_delivery.probes';
}
