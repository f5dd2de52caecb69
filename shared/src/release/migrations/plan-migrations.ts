import type { Cluster } from '../../cluster/cluster.ts';
import type { KubeObject } from '../../cluster/kube-object.ts';
import { planRelease } from '../plan-release.ts';
import type { PlanOptions } from '../plan-release.ts';
import type { HistoryFacts } from '../release-record.ts';
import type { ReleasePlan } from '../release-plan.ts';
import { decideMigrations } from './decide-migrations.ts';

/**
 * `plan` with the Jobs that are to run before its workloads change: asks the server by dry run what it
 * would say of them, and decides by the release's history which are run (see `decideMigrations`).
 * Writes nothing. Without Jobs it is `plan` itself.
 */
export async function planMigrations(
  cluster: Cluster,
  plan: ReleasePlan,
  jobs: readonly KubeObject[],
  options: PlanOptions & {
    readonly release: string;
    readonly facts: Pick<HistoryFacts, 'astray' | 'newest' | 'running'>;
  },
  signal: AbortSignal,
): Promise<ReleasePlan> {
  if (jobs.length === 0) return plan;
  const { comingNamespaces = [], facts, release } = options;
  const namespaces = plan.objects
    .filter(({ action, reference }) => action === 'create' && reference.kind === 'Namespace')
    .map(({ reference }) => reference.name);
  const coming = { ...options, comingNamespaces: [...comingNamespaces, ...namespaces] };
  const planned = await planRelease(cluster, jobs, coming, signal);
  const migrations = planned.objects.map((each) => ({ ...each, outstanding: true }));
  const refusals = [...plan.refusals, ...planned.refusals];
  return decideMigrations({ objects: plan.objects, migrations, refusals }, release, facts);
}
