import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { numberAt } from '@kube-delivery/shared/json/json';
import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { canaryOfMark } from '@kube-delivery/shared/release/marks';
import { withoutMembership } from '@kube-delivery/shared/release/apply-set/apply-set-id';
import { planRelease } from '@kube-delivery/shared/release/plan-release';
import type { PlannedObject, ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { CanaryRecord, HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { findScaledObjects } from '@kube-delivery/shared/release/scaled-replicas';
import { podLabelsOf, selects } from '@kube-delivery/shared/release/twin/service-selector';
import { canaryTwin, twinName } from '@kube-delivery/shared/release/twin/twin';
import type { Ending } from '../ending.ts';
import { podsOf } from '../pod-count.ts';
import { endingOfRefusals } from '../refusals.ts';
import type { Session } from '../session.ts';
import { designCanary } from './canary-objects.ts';
import { changedConfig, chooseCanary, serviceInFront } from './choose-canary.ts';

/** A canary that is ready to be written. */
export interface PreparedCanary {
  readonly record: CanaryRecord;
  readonly plan: ReleasePlan;
  /** What is worth a warning. */
  readonly risk?: string;
}

/**
 * What a canary of the release would write: its preparation, or the ending of a release that cannot or
 * need not have one; `rolling` with a note where the plain way is the right one. Writes nothing.
 */
export async function prepareCanary(
  session: Session,
  facts: HistoryFacts,
  plan: ReleasePlan,
): Promise<PreparedCanary | Ending | { readonly rolling: string }> {
  const choice = chooseCanary(plan);
  const impossible = (reason: string, hint: string): Ending => ({
    verdict: 'failed',
    reason,
    hint,
    plan,
  });
  switch (choice.kind) {
    case 'impossible':
      return impossible(choice.reason, choice.hint);
    case 'same':
      // Without a pod that changes there is nothing to try: what else changes is applied at once.
      return { rolling: 'no pod changes, so there was no canary' };
    case 'first': {
      const { name } = choice.workload.reference;
      return {
        rolling: `Deployment ${name} did not exist, so this was a plain first deploy without canary`,
      };
    }
    case 'canary':
      break;
  }
  const { workload, stable } = choice;
  const services = await servicesBeside(session, plan, workload);
  const service = serviceInFront(stable, services.all);
  if (service === undefined) {
    return impossible(
      `no Service selects the pods of Deployment ${stable.metadata.name}, so no traffic could be shifted to a canary`,
      'Give the Deployment a Service, or use strategy rolling',
    );
  }
  const { traffic } = session.inputs.canary;
  const objects = designCanary({
    release: session.inputs.release,
    revision: facts.newest + 1,
    replicas: await replicasOfCanary(session, stable),
    traffic,
    workload: workload.declared,
    stable,
    service: traffic === 'replicas' ? service : services.declared(service),
    services: services.all,
    changedConfig: changedConfig(plan, workload),
  });
  if (objects.intruders.length > 0) {
    return impossible(
      `Service ${objects.intruders.join(', ')} would send traffic to the canary's pods`,
      'Let that Service select by other labels',
    );
  }
  if (traffic === 'replicas' && !selects(service, podLabelsOf(objects.workload))) {
    return impossible(
      `Service ${service.metadata.name} selects the pods of Deployment ${stable.metadata.name}, but not those of this release, whose labels differ`,
      'Keep the labels that the Service selects by, or use canary-traffic route',
    );
  }
  const own = objects.service === undefined ? [] : [objects.service];
  const all = [...objects.config, ...own, objects.workload].map(withoutMembership);
  const canaryPlan = await planRelease(session.cluster, all, { force: false }, session.signal);
  const refused = endingOfRefusals(canaryPlan);
  if (refused !== undefined) return refused;
  const foreign = canaryPlan.objects.find(isForeign);
  if (foreign !== undefined) {
    const { kind, name } = foreign.reference;
    return impossible(
      `${kind} ${name} exists and is no canary of this suite`,
      'Rename or delete that object',
    );
  }
  const record: CanaryRecord = {
    namespace: workload.reference.namespace ?? session.cluster.namespace,
    stableWorkload: stable.metadata.name,
    workload: objects.workload.metadata.name,
    stableService: service.metadata.name,
    service: objects.service?.metadata.name ?? '',
    ...(traffic === 'replicas' ? { traffic } : {}),
    objects: canaryPlan.objects.map(({ reference }) => reference),
  };
  const risk = objects.overlap ? await riskOfOverlap(session, stable) : undefined;
  return { record, plan: canaryPlan, ...(risk === undefined ? {} : { risk }) };
}

/** An autoscaler finds pods by the selector alone, and takes a canary's for those of the stable one. */
async function riskOfOverlap(
  { cluster, signal }: Session,
  stable: KubeObject,
): Promise<string | undefined> {
  const { name, namespace = cluster.namespace } = stable.metadata;
  const isScaled = await findScaledObjects(cluster, [], [namespace], signal);
  if (!isScaled({ ...stable, metadata: { ...stable.metadata, namespace } })) return undefined;
  return `Deployment ${name} selects by nothing but what its Service does, so its autoscaler counts the canary's pods as its own and may ask for too many. A label of its own in the Deployment's selector would keep them apart.`;
}

function isForeign({ live }: PlannedObject): boolean {
  return live !== undefined && live.metadata.annotations?.[canaryOfMark] === undefined;
}

/**
 * Never fewer than there are: canary-shift may have scaled the canary for the traffic it takes. Where
 * pods are traffic, none at first.
 */
async function replicasOfCanary(
  { cluster, inputs, signal }: Session,
  stable: KubeObject,
): Promise<number> {
  const wanted =
    inputs.canary.traffic === 'replicas'
      ? 0
      : podsOf(inputs.canary.replicas, numberAt(stable, 'spec', 'replicas') ?? 1);
  const reference = { ...referenceTo(stable), name: twinName(canaryTwin, stable.metadata.name) };
  const canary = await cluster.read(reference, signal);
  return Math.max(wanted, numberAt(canary, 'spec', 'replicas') ?? 0);
}

/** The Services of the workload's namespace. */
interface ServicesBeside {
  /** As they run, and those that the release brings. */
  readonly all: readonly KubeObject[];
  /** One as the release has it, whose ports fit the release's pods; else as it runs. */
  readonly declared: (service: KubeObject) => KubeObject;
}

async function servicesBeside(
  { cluster, signal }: Session,
  plan: ReleasePlan,
  workload: PlannedObject,
): Promise<ServicesBeside> {
  const namespace = workload.reference.namespace ?? cluster.namespace;
  const kind = { apiVersion: 'v1', kind: 'Service' };
  const running = await cluster.list({ ...kind, namespace }, signal);
  const declared = plan.objects
    .filter(({ reference }) => reference.kind === 'Service' && reference.apiVersion === 'v1')
    .filter(({ reference }) => reference.namespace === namespace)
    .map((each) => each.declared);
  // A list's items carry neither kind nor apiVersion.
  const live = running.map((service) => ({ ...service, ...kind }));
  const inRelease = (service: KubeObject): KubeObject | undefined =>
    declared.find(({ metadata }) => metadata.name === service.metadata.name);
  const names = new Set(running.map(({ metadata }) => metadata.name));
  return {
    all: [...live, ...declared.filter(({ metadata }) => !names.has(metadata.name))],
    declared: (service) => inRelease(service) ?? service,
  };
}
