import { InputError } from '@kube-delivery/shared/action/errors';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import type { HelmRevision } from '@kube-delivery/shared/helm/helm-revision';
import { planChart } from '@kube-delivery/shared/helm/plan-chart';
import type { ChartPlan } from '@kube-delivery/shared/helm/plan-chart';
import { objectsOf } from '@kube-delivery/shared/helm/rendered-release';
import type { RenderedRelease } from '@kube-delivery/shared/helm/rendered-release';
import { keepScaledReplicas } from '@kube-delivery/shared/helm/replicas-kept';
import { documentsOf, holdsSame } from '@kube-delivery/shared/helm/same-release';
import { findDuplicates } from '@kube-delivery/shared/manifests/manifest';
import { planMigrations } from '@kube-delivery/shared/release/migrations/plan-migrations';
import { allPlanned } from '@kube-delivery/shared/release/release-plan';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { prepareDocuments } from './prepare-documents.ts';
import type { Session } from '../session.ts';

/** What Helm is to apply, and what that changes. */
export interface PlannedChart {
  readonly plan: ReleasePlan;
  readonly deleted: readonly ObjectReference[];
  /** As Helm is to apply it. */
  readonly release: RenderedRelease;
  /** Whether Helm renders exactly that by itself. */
  readonly isAsRendered: boolean;
  /** All objects, hooks and migrations too. */
  readonly objects: readonly KubeObject[];
  /** Whether Helm's newest revision is this very release, and the cluster has it as it is. */
  readonly isRunning: boolean;
  /** Whether fields of other managers are taken over. */
  readonly force: boolean;
}

/** What the plan of a chart is made from. */
export interface ChartState {
  readonly rendered: RenderedRelease;
  readonly helmMajor: number;
  readonly facts: HistoryFacts;
  /** Helm's revisions, oldest first. */
  readonly revisions: readonly HelmRevision[];
  readonly comingNamespaces?: readonly string[];
}

/** Fills in images and update limits, and asks the server what Helm would change. Writes nothing. */
export async function planChartRelease(
  session: Session,
  { rendered, helmMajor, facts, revisions, comingNamespaces = [] }: ChartState,
): Promise<PlannedChart> {
  const { cluster, inputs, release: name, signal } = session;
  const { documents: prepared, migrations } = prepareDocuments(
    rendered.documents,
    session,
    helmMajor,
  );
  const objects = objectsOf({ documents: prepared });
  refuseDuplicates(objects, cluster.namespace);
  const newest = revisions.at(-1);
  const appliedBy = newest?.appliedBy ?? (helmMajor >= 4 ? 'server' : 'client');
  const previous = newest === undefined ? [] : documentsOf(newest);
  const force = inputs.forceConflicts;
  const charted: ChartPlan = await planChart(
    cluster,
    objects,
    {
      release: name,
      appliedBy,
      force,
      previous: objectsOf({ documents: previous ?? [] }),
      comingNamespaces,
    },
    signal,
  );
  const { deleted } = charted;
  const about = { release: name, facts, force, comingNamespaces };
  const plan = await planMigrations(cluster, charted.plan, migrations, about, signal);
  const { documents, comparable } = keepScaledReplicas(prepared, plan, cluster.namespace);
  const release = { ...rendered, documents };
  const isSettled =
    allPlanned(plan).every(({ action }) => action === 'unchanged') && deleted.length === 0;
  return {
    plan,
    deleted,
    release,
    isAsRendered: documents.every((document, index) => document === rendered.documents[index]),
    objects: [...documents.flatMap((document) => document.objects), ...migrations],
    isRunning: newest?.status === 'deployed' && isSettled && holdsSame(newest, release, comparable),
    // What was made by kubectl is adopted, and Helm has no other word for that.
    force: appliedBy === 'server' && plan.objects.some((planned) => planned.force),
  };
}

function refuseDuplicates(objects: readonly KubeObject[], namespace: string): void {
  const problems = findDuplicates(
    objects.map((object) => ({
      object: { ...object, metadata: { namespace, ...object.metadata } },
      place: { file: 'the rendered chart', line: 1 },
    })),
  );
  if (problems.length === 0) return;
  throw new InputError(problems.map(({ message }) => ({ input: 'chart', message })));
}
