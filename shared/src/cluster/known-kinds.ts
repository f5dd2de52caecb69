import type { ApiResource } from './cluster.ts';
import type { GroupVersionKind } from './kube-object.ts';

/** Kinds by apiVersion that every API server of Kubernetes serves since 1.25, with their plural names. */
const namespacedKinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v1: {
    ConfigMap: 'configmaps',
    Event: 'events',
    PersistentVolumeClaim: 'persistentvolumeclaims',
    Pod: 'pods',
    Secret: 'secrets',
    Service: 'services',
    ServiceAccount: 'serviceaccounts',
  },
  'apps/v1': {
    DaemonSet: 'daemonsets',
    Deployment: 'deployments',
    ReplicaSet: 'replicasets',
    StatefulSet: 'statefulsets',
  },
  'autoscaling/v2': { HorizontalPodAutoscaler: 'horizontalpodautoscalers' },
  'batch/v1': { CronJob: 'cronjobs', Job: 'jobs' },
  'coordination.k8s.io/v1': { Lease: 'leases' },
  'networking.k8s.io/v1': { Ingress: 'ingresses', NetworkPolicy: 'networkpolicies' },
  'policy/v1': { PodDisruptionBudget: 'poddisruptionbudgets' },
};

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/**
 * How every server serves a kind that is part of Kubernetes itself, so that it need not be asked;
 * undefined for other kinds.
 */
export function knownKind({ apiVersion, kind }: GroupVersionKind): ApiResource | undefined {
  if (apiVersion === 'v1' && kind === 'Namespace') {
    return { apiVersion, kind, resource: 'namespaces', namespaced: false, verbs };
  }
  const resource = namespacedKinds[apiVersion]?.[kind];
  return resource === undefined
    ? undefined
    : { apiVersion, kind, resource, namespaced: true, verbs };
}
