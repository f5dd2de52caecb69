import { isApiError } from '../cluster/api-error.ts';
import { assessReadiness } from '../cluster/assess-readiness.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import { arrayAt, objectAt, stringAt } from '../json/json.ts';
import { textValues } from '../json/text-values.ts';
import { groupOf } from '../manifests/manifest.ts';

/** A workload as it is at the end of a run. */
export interface WorkloadState {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** What its pods carry as pod-template-hash or controller-revision-hash; empty where unknown. */
  readonly revision: string;
  readonly ready: boolean;
}

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The Deployments, StatefulSets and DaemonSets among `references` that are there. */
export async function workloadStates(
  cluster: Cluster,
  references: readonly ObjectReference[],
  signal: AbortSignal,
): Promise<readonly WorkloadState[]> {
  const workloads = references.filter(
    (reference) => groupOf(reference) === 'apps' && kinds.includes(reference.kind),
  );
  const states = await Promise.all(
    workloads.map(async (reference) => {
      const object = await cluster.read(reference, signal);
      return object === undefined ? [] : [await stateOf(cluster, object, signal)];
    }),
  );
  return states.flat();
}

async function stateOf(
  cluster: Cluster,
  object: KubeObject,
  signal: AbortSignal,
): Promise<WorkloadState> {
  return {
    kind: object.kind,
    namespace: object.metadata.namespace ?? cluster.namespace,
    name: object.metadata.name,
    revision:
      object.kind === 'Deployment'
        ? await podTemplateHash(cluster, object, signal)
        : (stringAt(object, 'status', 'updateRevision') ?? ''),
    ready: assessReadiness(object).state === 'ready',
  };
}

/** Of the ReplicaSet whose revision the Deployment says is its own. */
async function podTemplateHash(
  cluster: Cluster,
  deployment: KubeObject,
  signal: AbortSignal,
): Promise<string> {
  const revisionAnnotation = 'deployment.kubernetes.io/revision';
  const revision = deployment.metadata.annotations?.[revisionAnnotation];
  const labels = Object.entries(
    textValues(objectAt(deployment, 'spec', 'selector', 'matchLabels')),
  );
  const { namespace = cluster.namespace, uid } = deployment.metadata;
  try {
    const replicaSets = await cluster.list(
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        namespace,
        labelSelector: labels.map(([key, value]) => `${key}=${value}`).join(','),
      },
      signal,
    );
    const current = replicaSets.find(
      ({ metadata }) =>
        metadata.annotations?.[revisionAnnotation] === revision &&
        arrayAt(metadata, 'ownerReferences').some((owner) => stringAt(owner, 'uid') === uid),
    );
    return current?.metadata.labels?.['pod-template-hash'] ?? '';
  } catch (error) {
    // Worth knowing, not worth failing for: the account may not be allowed to read ReplicaSets.
    if (isApiError(error, 403)) return '';
    throw error;
  }
}
