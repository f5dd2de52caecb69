import type { GroupVersionKind, KubeObject } from './kube-object.ts';
import type { Readiness } from './readiness.ts';
import { assessByConventions, assessCondition } from './readiness/conditions.ts';
import { assessDaemonSet } from './readiness/daemon-set.ts';
import { assessCustomResourceDefinition, assessNamespace } from './readiness/definitions.ts';
import { assessDeployment, assessReplicaSet } from './readiness/deployment.ts';
import { assessJob } from './readiness/job.ts';
import { assessGateway, assessRoute, assessService } from './readiness/networking.ts';
import { assessPod } from './readiness/pod.ts';
import { assessAutoscaler, assessDisruptionBudget } from './readiness/policies.ts';
import { assessStatefulSet } from './readiness/stateful-set.ts';
import { assessVolumeClaim } from './readiness/storage.ts';
import { progressing, ready } from './readiness/verdicts.ts';

type Assessment = (object: KubeObject) => Readiness;

const gatewayGroup = 'gateway.networking.k8s.io';

const assessments: Readonly<Record<string, Assessment>> = {
  '/Namespace': assessNamespace,
  '/PersistentVolumeClaim': assessVolumeClaim,
  '/Pod': assessPod,
  '/ReplicationController': assessReplicaSet,
  '/Service': assessService,
  'apiextensions.k8s.io/CustomResourceDefinition': assessCustomResourceDefinition,
  'apiregistration.k8s.io/APIService': (object) => assessCondition(object, 'Available'),
  'apps/DaemonSet': assessDaemonSet,
  'apps/Deployment': assessDeployment,
  'apps/ReplicaSet': assessReplicaSet,
  'apps/StatefulSet': assessStatefulSet,
  'autoscaling/HorizontalPodAutoscaler': assessAutoscaler,
  'batch/Job': assessJob,
  [`${gatewayGroup}/Gateway`]: assessGateway,
  [`${gatewayGroup}/GatewayClass`]: (object) => assessCondition(object, 'Accepted'),
  [`${gatewayGroup}/GRPCRoute`]: assessRoute,
  [`${gatewayGroup}/HTTPRoute`]: assessRoute,
  'policy/PodDisruptionBudget': assessDisruptionBudget,
};

/** Kinds without a status, or with nothing in it to wait for (a CronJob, an Ingress). */
const readyAtOnce: readonly string[] = [
  '/ConfigMap',
  '/LimitRange',
  '/ResourceQuota',
  '/Secret',
  '/ServiceAccount',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'batch/CronJob',
  'networking.k8s.io/Ingress',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/NetworkPolicy',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/StorageClass',
];

/**
 * How far an object is, from its own fields alone and only for its present generation. Kinds that are
 * not known here are judged by their conditions. An object that is being deleted is never ready.
 */
export function assessReadiness(object: KubeObject): Readiness {
  if (object.metadata.deletionTimestamp !== undefined) return progressing('is being deleted');
  if (!hasReadiness(object)) return ready;
  return (assessments[groupedKind(object)] ?? assessByConventions)(object);
}

/** Whether objects of the kind can be there without being ready. */
export function hasReadiness(kind: GroupVersionKind): boolean {
  return !readyAtOnce.includes(groupedKind(kind));
}

function groupedKind({ apiVersion, kind }: GroupVersionKind): string {
  const slash = apiVersion.indexOf('/');
  return `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`;
}
