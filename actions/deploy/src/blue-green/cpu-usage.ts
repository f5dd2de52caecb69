import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import { labelSelectorText } from '@kube-delivery/shared/cluster/label-selector';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import type { WatchedPods } from './watch-pods.ts';

/** What pods used at one time, by pod. */
export type CpuUsage = ReadonlyMap<string, CpuSample>;

/** What one pod used. */
export interface CpuSample {
  /** When it was measured. */
  readonly at: string;
  readonly millicores: number;
}

const kind = { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics' };

/** In thousandths of a core. */
const units: Readonly<Record<string, number>> = { n: 1e-6, u: 1e-3, m: 1, '': 1000 };

/** What pods use by the resource metrics API; empty where that is not there or may not be read. */
export async function readCpuUsage(
  { cluster, signal }: Pick<ReleaseWork, 'cluster' | 'signal'>,
  { namespace, selector }: WatchedPods,
): Promise<CpuUsage> {
  const labelSelector = labelSelectorText({ matchLabels: selector });
  try {
    if ((await cluster.resourceOf(kind, signal)) === undefined) return new Map();
    const pods = await cluster.list({ ...kind, namespace, labelSelector }, signal);
    return new Map(
      pods.map((pod) => {
        const cores = arrayAt(pod, 'containers').map((each) => stringAt(each, 'usage', 'cpu'));
        const millicores = cores.map(millicoresOf).reduce((sum, each) => sum + each, 0);
        return [pod.metadata.name, { at: stringAt(pod, 'timestamp') ?? '', millicores }];
      }),
    );
  } catch (error) {
    signal.throwIfAborted();
    // An aggregated API may be down on its own; what it would say is worth having, not worth failing for.
    if (isApiError(error)) return new Map();
    throw error;
  }
}

/**
 * How the use of CPU changed between two times, or undefined where it is steady: pods that still start up
 * use another amount than a moment before. Pods without two measurements say nothing.
 */
export function cpuUnrest(before: CpuUsage, after: CpuUsage): string | undefined {
  const both = [...after].flatMap(([name, now]) => {
    const then = before.get(name);
    return then === undefined || then.at === now.at ? [] : [{ then, now }];
  });
  const sum = (of: 'then' | 'now'): number =>
    Math.round(both.reduce((total, each) => total + each[of].millicores, 0));
  const [then, now] = [sum('then'), sum('now')];
  // A tenth of a core is what a pod may use for this or that in between.
  const tolerated = then * 0.25 + both.length * 100;
  return Math.abs(now - then) > tolerated ? `its CPU went from ${then}m to ${now}m` : undefined;
}

/** A quantity of cores as Kubernetes writes it: `250m`, `1`, `1234567n`. */
function millicoresOf(quantity = '0'): number {
  const [, digits = '0', unit = ''] = /^(\d+(?:\.\d+)?)([num]?)$/.exec(quantity) ?? [];
  return Number(digits) * (units[unit] ?? 0);
}
