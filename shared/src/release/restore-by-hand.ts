import { fieldManager } from '../cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import { numberAt } from '../json/json.ts';
import { groupOf, identityOf, referenceTo } from '../manifests/manifest.ts';
import { commandName } from './command-name.ts';
import { recordReference } from './record-secret.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { ScaledWorkload } from './scale/scaled-workload.ts';

const rolledOut = ['Deployment', 'StatefulSet', 'DaemonSet'];

/**
 * The commands, for a shell with kubectl and jq, that bring a revision back as this suite would: its
 * record's objects are applied, what was taken down and has no replicas in its manifest is scaled up, its
 * workloads are watched, and what was added since is deleted. `namespace` is that of the release's
 * history.
 */
export function restoreByHand(
  good: Pick<ReleaseRecord, 'release' | 'revision' | 'objects'>,
  namespace: string,
  added: readonly ObjectReference[],
  takenDown: readonly ScaledWorkload[] = [],
): readonly string[] {
  const record = recordReference(namespace, good.release, good.revision);
  const apply = [
    `kubectl get secret ${record.name} --namespace ${namespace} -o jsonpath='{.data.release}'`,
    'base64 -d',
    'gunzip',
    `jq '{apiVersion: "v1", kind: "List", items: .objects}'`,
    `kubectl apply --server-side --force-conflicts --field-manager ${fieldManager} -f -`,
  ];
  const workloads = good.objects
    .map(referenceTo)
    .filter((reference) => groupOf(reference) === 'apps' && rolledOut.includes(reference.kind));
  const named = new Set(good.objects.filter(namesReplicas).map(referenceTo).map(identityOf));
  const scaled = takenDown.filter(({ reference }) => !named.has(identityOf(reference)));
  return [
    apply.join(' | '),
    ...scaled.map(
      ({ reference, replicas }) => `kubectl scale ${commandName(reference)} --replicas ${replicas}`,
    ),
    ...workloads.map((each) => `kubectl rollout status ${commandName(each)}`),
    ...added.map((each) => `kubectl delete ${commandName(each)} --ignore-not-found`),
  ];
}

function namesReplicas(object: KubeObject): boolean {
  return numberAt(object, 'spec', 'replicas') !== undefined;
}
