import { mapConcurrently } from '../async/map-concurrently.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import { identityOf, referenceTo } from '../manifests/manifest.ts';
import { mostAtOnce, planRelease } from '../release/plan-release.ts';
import type { PlannedObject, ReleasePlan } from '../release/release-plan.ts';
import { changedFields } from '../release/same-object.ts';
import type { HelmRevision } from './helm-revision.ts';
import { helmWriter } from './helm-writer.ts';

/** On objects that Helm leaves where they are. */
const keptAnnotation = 'helm.sh/resource-policy';

/** What the plan of a chart depends on besides its objects. */
export interface ChartPlanOptions {
  readonly release: string;
  readonly appliedBy: HelmRevision['appliedBy'];
  /** Takes over fields of any manager; Helm does so by itself where the server does not apply. */
  readonly force: boolean;
  /** The objects of Helm's newest revision; none for a first one. */
  readonly previous: readonly KubeObject[];
  readonly comingNamespaces?: readonly string[];
}

/** What Helm would do to the objects of a release; of hooks nothing is known before they run. */
export interface ChartPlan {
  readonly plan: ReleasePlan;
  /** Objects of the newest revision that this one has no more, and that are there. */
  readonly deleted: readonly ObjectReference[];
}

/**
 * Asks the server, by dry run in Helm's name, what Helm would change. A field that Helm manages is no
 * conflict. Writes nothing.
 */
export async function planChart(
  cluster: Cluster,
  objects: readonly KubeObject[],
  options: ChartPlanOptions,
  signal: AbortSignal,
): Promise<ChartPlan> {
  const { appliedBy, comingNamespaces = [], previous, release } = options;
  const writer = helmWriter(release, cluster.namespace, appliedBy);
  const force = options.force || appliedBy === 'client';
  const planned = await planRelease(cluster, objects, { force, comingNamespaces, writer }, signal);
  const earlier = await placed(cluster, previous, signal);
  const plan =
    appliedBy === 'client'
      ? { ...planned, objects: planned.objects.map((each) => withRemovals(each, earlier)) }
      : planned;
  const kept = new Set(plan.objects.map(({ reference }) => identityOf(reference)));
  const gone = [...earlier].filter(([identity]) => !kept.has(identity));
  const deleted = await mapConcurrently(gone, mostAtOnce, async ([, object]) => {
    const live = await cluster.read(referenceTo(object), signal);
    const stays = live === undefined || live.metadata.annotations?.[keptAnnotation] === 'keep';
    return stays ? [] : [referenceTo(object)];
  });
  return { plan, deleted: deleted.flat() };
}

/** By identity, with the connection's namespace where an object has none and lies in one. */
async function placed(
  cluster: Cluster,
  objects: readonly KubeObject[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, KubeObject>> {
  const entries = await Promise.all(
    objects.map(async (object) => {
      const resource = await cluster.resourceOf(object, signal);
      if (resource === undefined) return [];
      const { namespace = cluster.namespace } = object.metadata;
      const metadata = resource.namespaced ? { ...object.metadata, namespace } : object.metadata;
      const whole = { ...object, metadata };
      return [[identityOf(referenceTo(whole)), whole] as const];
    }),
  );
  return new Map(entries.flat());
}

/**
 * Where the server does not apply, it does not know which fields Helm takes away: those that the last
 * manifest had and this one has not.
 */
function withRemovals(
  planned: PlannedObject,
  earlier: ReadonlyMap<string, KubeObject>,
): PlannedObject {
  const before = earlier.get(identityOf(planned.reference));
  if (before === undefined || planned.live === undefined) return planned;
  const known = new Set(planned.fields.map(({ path }) => path));
  const removed = changedFields(before, planned.declared).filter(
    ({ path, to }) => to === undefined && !known.has(path),
  );
  if (removed.length === 0) return planned;
  const action = planned.action === 'unchanged' ? 'update' : planned.action;
  return { ...planned, action, fields: [...planned.fields, ...removed] };
}
