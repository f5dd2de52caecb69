import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { objectAt } from '@kube-delivery/shared/json/json';
import { textValues } from '@kube-delivery/shared/json/text-values';
import type { PlannedObject, ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { selects } from '@kube-delivery/shared/release/twin/service-selector';
import { refersTo } from '@kube-delivery/shared/release/twin/twin-config';

/** What of a release is tried as a canary. */
export type CanaryChoice =
  | { readonly kind: 'canary'; readonly workload: PlannedObject; readonly stable: KubeObject }
  /** Nothing runs yet that a canary could stand beside. */
  | { readonly kind: 'first'; readonly workload: PlannedObject }
  /** All pods would stay as they are. */
  | { readonly kind: 'same' }
  | { readonly kind: 'impossible'; readonly reason: string; readonly hint: string };

/**
 * The Deployment whose pods the release changes, by their template or by a ConfigMap or Secret that
 * they refer to. A canary is one Deployment: several that change are impossible.
 */
export function chooseCanary(plan: ReleasePlan): CanaryChoice {
  const deployments = plan.objects.filter(({ object }) => isDeployment(object));
  const changing = deployments.filter((each) => changesPods(each, plan));
  const [workload, ...others] = changing;
  if (workload === undefined) {
    if (deployments.length > 0) return { kind: 'same' };
    return {
      kind: 'impossible',
      reason: 'the release has no Deployment, and only a Deployment can be tried as a canary',
      hint: 'Use strategy rolling',
    };
  }
  if (others.length > 0) {
    const names = changing.map(({ reference }) => reference.name).join(', ');
    return {
      kind: 'impossible',
      reason: `the pods of several Deployments change (${names}), and a canary is of one`,
      hint: 'Release them one by one, each with a release name of its own, or use strategy rolling',
    };
  }
  if (workload.live === undefined) return { kind: 'first', workload };
  return { kind: 'canary', workload, stable: workload.live };
}

/** ConfigMaps and Secrets of the workload's namespace that the release brings or changes. */
export function changedConfig(plan: ReleasePlan, workload: PlannedObject): readonly KubeObject[] {
  return plan.objects
    .filter(({ action }) => action !== 'unchanged')
    .filter(({ reference }) => ['ConfigMap', 'Secret'].includes(reference.kind))
    .filter(({ reference }) => reference.apiVersion === 'v1')
    .filter(({ reference }) => reference.namespace === workload.reference.namespace)
    .map(({ declared }) => declared);
}

/**
 * The Service in front of the stable pods, whose canary twin canary-shift sends traffic to: of
 * several, the one that is named like the workload, else the first by name.
 */
export function serviceInFront(
  stable: KubeObject,
  services: readonly KubeObject[],
): KubeObject | undefined {
  const labels = textValues(objectAt(stable, 'spec', 'template', 'metadata', 'labels'));
  const inFront = services
    .filter((service) => selects(service, labels))
    .sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  return inFront.find(({ metadata }) => metadata.name === stable.metadata.name) ?? inFront[0];
}

function isDeployment({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'Deployment' && apiVersion.startsWith('apps/');
}

/** Whether the pods of a planned Deployment would change: their template, or what it refers to. */
export function changesPods(workload: PlannedObject, plan: ReleasePlan): boolean {
  if (workload.live === undefined) return true;
  if (workload.fields.some(({ path }) => path.startsWith('spec.template'))) return true;
  const template = objectAt(workload.declared, 'spec', 'template');
  return refersTo(template, changedConfig(plan, workload));
}

/** Whether two plans' objects were declared alike. */
export function declaresSame(plan: ReleasePlan, recorded: readonly KubeObject[]): boolean {
  const declared = plan.objects.map((each) => each.declared);
  return isDeepStrictEqual(declared, recorded);
}
