import type { RunFacts } from '../action/run-facts.ts';
import { mapConcurrently } from '../async/map-concurrently.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import { arrayAt, stringAt } from '../json/json.ts';
import { inPhases } from '../manifests/order.ts';
import type { Clock } from '../time/clock.ts';
import { withProvenance } from './marks.ts';
import { mostAtOnce } from './plan-release.ts';
import { definedKinds } from './release-kinds.ts';
import type { PlannedObject, ReleasePlan } from './release-plan.ts';

const discoveryPollMs = 200;

/** What the writing of a plan needs to know besides the plan. */
export interface ApplyPlanOptions {
  readonly release: string;
  readonly run: RunFacts;
  readonly clock: Clock;
  /** Ends the writing; give it a deadline, as definitions are waited for on the way. */
  readonly signal: AbortSignal;
  /** Told of every object that was written. */
  readonly onApplied?: (object: PlannedObject) => void;
}

/**
 * Writes a plan phase by phase, in parallel inside a phase; unchanged objects are not touched. After
 * the phase of CustomResourceDefinitions it waits until they are established. The first failure ends
 * it and is thrown; what was written stays.
 */
export async function applyPlan(
  cluster: Cluster,
  plan: ReleasePlan,
  options: ApplyPlanOptions,
): Promise<void> {
  const changing = plan.objects.filter(({ action }) => action !== 'unchanged');
  for (const { phase, items } of inPhases(changing, ({ object }) => object)) {
    await mapConcurrently(items, mostAtOnce, async (planned) => {
      await applyObject(cluster, planned, options);
      options.onApplied?.(planned);
    });
    if (phase === 'definitions') {
      await mapConcurrently(items, mostAtOnce, async ({ reference, object }) => {
        await untilTrue(cluster, reference, isEstablished, options.signal);
        await untilServed(cluster, object, options);
      });
    }
  }
}

async function applyObject(
  cluster: Cluster,
  { reference, object, action, live, force }: PlannedObject,
  { release, run, signal }: ApplyPlanOptions,
): Promise<void> {
  if (action === 'replace') {
    const uid = live?.metadata.uid;
    await cluster.delete(reference, { signal, ...(uid === undefined ? {} : { uid }) });
    await untilTrue(cluster, reference, (seen) => seen?.metadata.uid !== uid, signal);
  }
  await cluster.apply(withProvenance(object, release, run), { signal, force });
}

async function untilTrue(
  cluster: Cluster,
  { apiVersion, kind, namespace, name }: ObjectReference,
  holds: (object: KubeObject | undefined) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const query = {
    apiVersion,
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    fieldSelector: `metadata.name=${name}`,
  };
  for await (const [object] of cluster.observe(query, signal)) {
    if (holds(object)) return;
  }
}

/** Discovery tells of a kind a moment after its definition is established. */
async function untilServed(
  cluster: Cluster,
  definition: KubeObject,
  { clock, signal }: ApplyPlanOptions,
): Promise<void> {
  for (const kind of definedKinds(definition)) {
    while ((await cluster.resourceOf(kind, signal)) === undefined) {
      await clock.sleep(discoveryPollMs, signal);
    }
  }
}

function isEstablished(definition: KubeObject | undefined): boolean {
  return arrayAt(definition, 'status', 'conditions').some(
    (condition) =>
      stringAt(condition, 'type') === 'Established' && stringAt(condition, 'status') === 'True',
  );
}
