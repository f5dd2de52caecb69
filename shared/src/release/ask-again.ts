import { isApiError } from '../cluster/api-error.ts';
import { statusCondition } from '../cluster/readiness/conditions.ts';
import { groupOf } from '../manifests/manifest.ts';
import { marksPrefix } from './marks.ts';
import type { PlannedObject, ReleasePlan } from './release-plan.ts';
import type { ReleaseWork } from './release-work.ts';

const mark = `${marksPrefix}asked-again`;

/**
 * Lets Kubernetes ask at once again for the pods of unchanged Deployments that it was refused before: by
 * itself it waits longer after each refusal, up to 1000 s (client-go's DefaultControllerRateLimiter), and
 * what was in the way may be gone. An annotation of a Deployment is copied to its ReplicaSet, which makes
 * that one's controller look.
 */
export async function askAgain(
  { cluster, context, signal }: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  { objects }: ReleasePlan,
): Promise<void> {
  const value = context.clock.now().toISOString();
  const path = `/metadata/annotations/${mark.replaceAll('/', '~1')}`;
  for (const { reference } of objects.filter(isRefused)) {
    try {
      await cluster.patch(reference, [{ op: 'add', path, value }], { signal });
    } catch (error) {
      // It only saves time, and what keeps it from being written keeps nothing else.
      if (!isApiError(error)) throw error;
    }
  }
}

function isRefused({ action, live, reference }: PlannedObject): boolean {
  if (action !== 'unchanged' || live === undefined) return false;
  if (groupOf(reference) !== 'apps' || reference.kind !== 'Deployment') return false;
  return statusCondition(live, 'ReplicaFailure')?.status === 'True';
}
