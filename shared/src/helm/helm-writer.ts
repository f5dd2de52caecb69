import type { KubeObject } from '../cluster/kube-object.ts';
import { withAnnotations } from '../release/marks.ts';
import { ownsReplicas } from '../release/scaled-replicas.ts';
import type { Writer } from '../release/writer.ts';
import type { HelmRevision } from './helm-revision.ts';

/** The field manager of Helm from version 3 on (kube.ManagedFieldsManager). */
const manager = 'helm';

/** Helm as the writer of a release's objects, which it marks as the release's. */
export function helmWriter(
  release: string,
  namespace: string,
  appliedBy: HelmRevision['appliedBy'],
): Writer {
  return {
    manager,
    replacesJobs: false,
    mark: (object) => withHelmMarks(object, release, namespace),
    // Helm never takes over what is not marked as the release's, and the marks are compared anyway.
    isApplied: () => true,
    // Its own patches take away what the last manifest had, whoever wrote it since.
    ownsReplicas: (live) => appliedBy === 'client' || ownsReplicas(live, manager),
  };
}

function withHelmMarks(object: KubeObject, release: string, namespace: string): KubeObject {
  const annotated = withAnnotations(object, {
    'meta.helm.sh/release-name': release,
    'meta.helm.sh/release-namespace': namespace,
  });
  const labels = { ...object.metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' };
  return { ...annotated, metadata: { ...annotated.metadata, labels } };
}
