import type { KubeObject } from './kube-object.ts';
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
  // A schedule has nothing to wait for.
  'batch/CronJob': () => ready,
  'batch/Job': assessJob,
  [`${gatewayGroup}/Gateway`]: assessGateway,
  [`${gatewayGroup}/GatewayClass`]: (object) => assessCondition(object, 'Accepted'),
  [`${gatewayGroup}/GRPCRoute`]: assessRoute,
  [`${gatewayGroup}/HTTPRoute`]: assessRoute,
  'policy/PodDisruptionBudget': assessDisruptionBudget,
};

/**
 * How far an object is, from its own fields alone and only for its present generation. Kinds that are
 * not known here are judged by their conditions. An object that is being deleted is never ready.
 */
export function assessReadiness(object: KubeObject): Readiness {
  if (object.metadata.deletionTimestamp !== undefined) return progressing('is being deleted');
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  const assess = assessments[`${group}/${object.kind}`] ?? assessByConventions;
  return assess(object);
}
