import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { ActivityFailedError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';

type World = Pick<FunctionWorld, 'cluster' | 'caps' | 'dryRun' | 'signal'>;

/**
 * Ends exactly this pod, by the Eviction API where budgets are to be respected, else by DELETE. False
 * where it was gone. Rejects with an ActivityFailedError that names the budget which refuses. Without
 * `gracePeriodSeconds` the pod has its own time to end.
 */
export async function removePod(
  { cluster, caps, dryRun, signal }: World,
  { metadata }: KubeObject,
  gracePeriodSeconds: number | undefined,
): Promise<boolean> {
  const { name, namespace, uid } = metadata;
  const place = { name, ...(namespace === undefined ? {} : { namespace }) };
  const options = {
    signal,
    dryRun,
    ...(uid === undefined ? {} : { uid }),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
  };
  if (!caps.respectPdb) {
    return cluster.delete({ apiVersion: 'v1', kind: 'Pod', ...place }, options);
  }
  try {
    return await cluster.evict(place, options);
  } catch (thrown) {
    const refusal = budgetRefusal(thrown);
    if (refusal === undefined) throw thrown;
    throw new ActivityFailedError(
      `pod ${name} was not evicted: ${refusal}; with \`respect-pdb: false\` it is deleted all the same`,
      { cause: thrown },
    );
  }
}

/** What a PodDisruptionBudget said against an eviction; undefined for any other error. */
export function budgetRefusal(thrown: unknown): string | undefined {
  if (!isApiError(thrown, 429)) return undefined;
  const causes = thrown.causes.filter(({ reason }) => reason === 'DisruptionBudget');
  return causes.length === 0 ? thrown.message : causes.map(({ message }) => message).join('; ');
}
