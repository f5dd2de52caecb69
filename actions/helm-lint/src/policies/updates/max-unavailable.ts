import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { objectAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { RenderedObject } from '../../rendered-object.ts';
import { deploymentExample } from '../examples.ts';
import { appKindOf } from '../pod-template.ts';
import { definePolicy, wrong } from '../policy.ts';
import type { Flaw } from '../policy.ts';
import { fewestReplicas, podCount } from '../replicas.ts';
import { shown } from '../shown.ts';

const rule = {
  id: 'policy/max-unavailable',
  severity: 'warning',
  summary: 'A rolling update may take all pods of a workload away at once.',
  reason:
    'Nobody answers until the first pod of the next version is ready, and where it never gets ready nobody answers at all.',
  bad: deploymentExample(`
replicas: 2
strategy:
  rollingUpdate:
    maxUnavailable: 2`),
  good: deploymentExample(`
replicas: 2
strategy:
  rollingUpdate:
    maxUnavailable: 0
    maxSurge: 1`),
} as const;

const hint = 'Set maxUnavailable to 0 with maxSurge 1, or have more replicas';

/** Updates that leave no pod. */
export const maxUnavailable = definePolicy(rule, ({ object }, all) => {
  const kind = appKindOf(object);
  if (kind === 'Deployment') return ofDeployment(object, all);
  return kind === 'DaemonSet' ? ofDaemonSet(object) : [];
});

function ofDeployment(object: KubeObject, all: readonly RenderedObject[]): readonly Flaw[] {
  const strategy = objectAt(object, 'spec', 'strategy');
  const replicas = fewestReplicas(object, all) ?? 0;
  if ((stringAt(strategy, 'type') ?? 'RollingUpdate') !== 'RollingUpdate' || replicas === 0) {
    return [];
  }
  const given = valueAt(strategy, 'rollingUpdate', 'maxUnavailable') ?? '25%';
  const unavailable = podCount(given, replicas, 'down') ?? 0;
  const givenSurge = valueAt(strategy, 'rollingUpdate', 'maxSurge') ?? '25%';
  const surge = podCount(givenSurge, replicas, 'up') ?? 1;
  const pods = replicas === 1 ? 'the only pod' : `all ${replicas} pods`;
  if (unavailable >= replicas) {
    const path = ['spec', 'strategy', 'rollingUpdate', 'maxUnavailable'];
    return [wrong(path, `maxUnavailable ${shown(given)} lets an update take ${pods} away`, hint)];
  }
  // Kubernetes takes one pod away where neither way is open.
  if (unavailable > 0 || surge > 0 || replicas > 1) return [];
  const path = ['spec', 'strategy', 'rollingUpdate', 'maxSurge'];
  const message = `maxSurge 0 with one replica lets an update take ${pods} away`;
  return [wrong(path, message, hint)];
}

function ofDaemonSet(object: KubeObject): readonly Flaw[] {
  const path = ['spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable'];
  if (valueAt(object, ...path) !== '100%') return [];
  const message = 'maxUnavailable 100% lets an update take the pods of all nodes away';
  return [wrong(path, message, 'Set maxUnavailable to a number of nodes or a small percentage')];
}
