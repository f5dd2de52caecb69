import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { applyPlan } from '@kube-delivery/shared/release/apply-plan';
import { describeConflicts } from '@kube-delivery/shared/release/field-conflict';
import { planRelease } from '@kube-delivery/shared/release/plan-release';
import { lastGoodOf, releaseOf } from './canary-release.ts';
import { readWorkload } from './ensure-capacity.ts';
import { planImages } from './images.ts';
import { deployment } from './session.ts';
import type { Session } from './session.ts';
import type { Images, ShiftRecord } from '@kube-delivery/shared/traffic/shift-record';

/** How the stable workload gets the canary's revision, and back. Both may be repeated. */
export interface StableUpdate {
  apply(): Promise<void>;
  revert(): Promise<void>;
}

/**
 * The update for a canary: the whole recorded release where deploy made it, else the images of its
 * containers.
 */
export function stableUpdate(session: Session, record: ShiftRecord): StableUpdate {
  return {
    apply: async () => {
      const release = await releaseOf(session, record);
      if (release === undefined) await setImages(session, record, record.canaryImages);
      else await applyRelease(session, record, release.objects);
    },
    revert: async () => {
      const release = await lastGoodOf(session, record);
      if (release === undefined) await setImages(session, record, record.original.stableImages);
      else await applyRelease(session, record, release.objects);
    },
  };
}

async function setImages(session: Session, record: ShiftRecord, images: Images): Promise<void> {
  const { cluster, context, signal } = session;
  const stable = await readWorkload(session, record.workloads.stable);
  const operations = planImages(stable, images);
  if (operations.length === 0) return;
  context.log.info(
    `Giving ${record.workloads.stable} the images ${Object.values(images).join(', ')}`,
  );
  await cluster.patch(deployment(session, record.workloads.stable), operations, { signal });
}

async function applyRelease(
  session: Session,
  record: ShiftRecord,
  objects: readonly KubeObject[],
): Promise<void> {
  const { cluster, context, signal } = session;
  const { route } = session.keeper.router;
  const isRoute = (object: KubeObject): boolean =>
    object.kind === route.kind && object.metadata.name === route.name;
  const live = await cluster.read(route, signal);
  const parts = [
    {
      force: false,
      objects: objects
        .filter((object) => !isRoute(object))
        .map((object) => withTodaysCapacity(object, record)),
    },
    // The weights are ours at this moment, so the route is taken over as it is to be.
    { force: true, objects: objects.filter(isRoute).map((object) => withBackendsOf(object, live)) },
  ];
  for (const { force, objects: part } of parts) {
    const plan = await planRelease(cluster, part, { force }, signal);
    const [refusal] = plan.refusals;
    if (refusal !== undefined) {
      throw new PreconditionError(
        refusal.kind === 'conflict'
          ? describeConflicts(refusal.reference, refusal.conflicts)
          : `${describeReference(refusal.reference)}: ${refusal.message}`,
        refusal.kind === 'refused' && refusal.hint !== undefined ? { hint: refusal.hint } : {},
      );
    }
    const release = record.release?.name ?? '';
    await applyPlan(cluster, plan, {
      release,
      run: context.run,
      clock: context.clock,
      signal,
      onApplied: ({ reference }) => {
        context.log.info(`Applied ${describeReference(reference)}`);
      },
    });
  }
}

/** The stable workload keeps the pods it had: a smaller number would have to serve everybody. */
function withTodaysCapacity(object: KubeObject, record: ShiftRecord): KubeObject {
  const isStable = object.kind === 'Deployment' && object.metadata.name === record.workloads.stable;
  if (!isStable) return object;
  const spec = { ...objectAt(object, 'spec'), replicas: record.original.stableReplicas };
  return { ...object, spec };
}

/** A released route with the backends of the live one in every rule that names the same ones. */
function withBackendsOf(object: KubeObject, live: KubeObject | undefined): KubeObject {
  const liveRules = arrayAt(live, 'spec', 'rules');
  const rules = arrayAt(object, 'spec', 'rules').map((rule, index): Json => {
    const backends = arrayAt(liveRules[index], 'backendRefs');
    const isSame = stringAt(rule, 'backendRefs', 0, 'name') === stringAt(backends, 0, 'name');
    const kept: JsonObject = isSame ? { backendRefs: backends } : {};
    return { ...objectAt(rule), ...kept };
  });
  return { ...object, spec: { ...objectAt(object, 'spec'), rules } };
}
