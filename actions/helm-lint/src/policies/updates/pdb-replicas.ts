import { objectAt, valueAt } from '@kube-delivery/shared/json/json';
import { groupOf } from '@kube-delivery/shared/manifests/manifest';
import type { RenderedObject } from '../../rendered-object.ts';
import { documents, objectExample } from '../examples.ts';
import { definePolicy, wrong } from '../policy.ts';
import { fewestReplicas, podCount } from '../replicas.ts';
import { selectedBy } from '../selected-pods.ts';
import { shown } from '../shown.ts';

const workload = (replicas: number): string =>
  objectExample(
    'apps/v1',
    'Deployment',
    `
replicas: ${replicas}
selector:
  matchLabels:
    app: web
template:
  metadata:
    labels:
      app: web`,
  );

const budget = objectExample(
  'policy/v1',
  'PodDisruptionBudget',
  `
minAvailable: 1
selector:
  matchLabels:
    app: web`,
);

const rule = {
  id: 'policy/pdb-replicas',
  severity: 'warning',
  summary: 'A PodDisruptionBudget lets no pod of its workload be evicted.',
  reason: 'A node with such a pod can never be drained: updates of the cluster hang on it.',
  bad: documents(workload(1), budget),
  good: documents(workload(2), budget),
} as const;

const hint = 'Have more replicas than must be available, or set maxUnavailable: 1';

/** Budgets that nothing can be taken from. */
export const pdbReplicas = definePolicy(rule, (subject, all) => {
  const { object } = subject;
  if (!isBudget(subject)) return [];
  const allowed = valueAt(object, 'spec', 'maxUnavailable') ?? null;
  if (allowed === 0 || allowed === '0%') {
    const message = `maxUnavailable ${allowed} lets no pod be evicted`;
    return [wrong(['spec', 'maxUnavailable'], message, hint)];
  }
  const needed = valueAt(object, 'spec', 'minAvailable') ?? null;
  if (needed === null || valueAt(object, 'spec', 'selector') === undefined) return [];
  const workloads = selectedBy(objectAt(object, 'spec', 'selector'), subject, all);
  const replicas = workloads.map((each) => fewestReplicas(each.object, all) ?? Infinity);
  const total = replicas.reduce((sum, count) => sum + count, 0);
  // Without replicas there is nothing to evict; of other kinds the number of pods is unknown.
  if (total === 0 || (total === Infinity && needed !== '100%')) return [];
  const pods = total === Infinity ? 0 : (podCount(needed, total, 'up') ?? 0);
  if (needed !== '100%' && pods < total) return [];
  const names = workloads.map((each) => `${each.object.kind} ${each.object.metadata.name}`);
  const count = total === Infinity ? 'all of its pods' : `${total} of ${total} pods`;
  const message = `minAvailable ${shown(needed)} keeps ${count} of ${names.join(' and ')} from being evicted`;
  return [wrong(['spec', 'minAvailable'], message, hint)];
});

/** Whether an object is a PodDisruptionBudget. */
export function isBudget({ object }: RenderedObject): boolean {
  return object.kind === 'PodDisruptionBudget' && groupOf(object) === 'policy';
}
