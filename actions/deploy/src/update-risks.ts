import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, numberAt, objectAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';

/**
 * Why a rolling update of this Deployment can drop requests, one reason each; none for other kinds
 * and for Deployments without ports, which serve nobody.
 */
export function updateRisks(object: KubeObject): readonly string[] {
  if (object.kind !== 'Deployment' || !object.apiVersion.startsWith('apps/')) return [];
  const containers = arrayAt(object, 'spec', 'template', 'spec', 'containers');
  const serving = containers.filter((container) => arrayAt(container, 'ports').length > 0);
  if (serving.length === 0) return [];
  const risks: string[] = [];
  const names = (those: readonly Json[]): string =>
    those.map((container) => stringAt(container, 'name') ?? '?').join(', ');
  const unprobed = serving.filter(
    (container) => valueAt(container, 'readinessProbe') === undefined,
  );
  if (unprobed.length > 0) risks.push(`no readinessProbe in ${names(unprobed)}`);
  const unhooked = serving.filter(
    (container) => valueAt(container, 'lifecycle', 'preStop') === undefined,
  );
  if (unhooked.length > 0) risks.push(`no preStop hook in ${names(unhooked)}`);
  const replicas = numberAt(object, 'spec', 'replicas') ?? 1;
  if (replicas === 1 && mayBeUnavailable(object)) {
    risks.push('its only replica may go before the next is there (maxUnavailable)');
  }
  return risks;
}

/** A percentage is rounded down by Kubernetes, so that below 100 % of one pod is none. */
function mayBeUnavailable(object: KubeObject): boolean {
  const strategy = objectAt(object, 'spec', 'strategy');
  if (stringAt(strategy, 'type') === 'Recreate') return true;
  const limit = valueAt(strategy, 'rollingUpdate', 'maxUnavailable') ?? '25%';
  return typeof limit === 'number' ? limit >= 1 : limit === '100%';
}
