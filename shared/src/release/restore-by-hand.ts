import { fieldManager } from '../cluster/cluster.ts';
import type { ObjectReference } from '../cluster/kube-object.ts';
import { groupOf, referenceTo } from '../manifests/manifest.ts';
import { commandName } from './command-name.ts';
import { recordReference } from './record-secret.ts';
import type { ReleaseRecord } from './release-record.ts';

const rolledOut = ['Deployment', 'StatefulSet', 'DaemonSet'];

/**
 * The commands, for a shell with kubectl and jq, that bring a revision back as this suite would: its
 * record's objects are applied, its workloads watched, and what was added since is deleted.
 * `namespace` is that of the release's history.
 */
export function restoreByHand(
  good: Pick<ReleaseRecord, 'release' | 'revision' | 'objects'>,
  namespace: string,
  added: readonly ObjectReference[],
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
  return [
    apply.join(' | '),
    ...workloads.map((each) => `kubectl rollout status ${commandName(each)}`),
    ...added.map((each) => `kubectl delete ${commandName(each)} --ignore-not-found`),
  ];
}
