import type { JsonPatchOperation } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { revisionOf } from './revision.ts';
import type { Session } from './session.ts';
import { deployment } from './session.ts';

const rejectedAnnotation = 'kube-delivery.dev/rejected-revision';
const reasonAnnotation = 'kube-delivery.dev/rejected-reason';
const promotedAnnotation = 'kube-delivery.dev/promoted-revision';

const longestReason = 500;

/** What a stable workload remembers of canaries before. */
export interface Memory {
  readonly rejected: { readonly revision: string; readonly reason: string } | undefined;
  /** The canary's revision that the stable workload runs since its promotion. */
  readonly promoted: string | undefined;
}

/** Reads the memory of a stable workload. A promotion counts only while its pods are still the same. */
export function readMemory(stable: KubeObject): Memory {
  const annotations = stable.metadata.annotations ?? {};
  const rejected = annotations[rejectedAnnotation];
  const [promoted, pods] = (annotations[promotedAnnotation] ?? '').split('/');
  const isSame = pods === revisionOf(stable);
  return {
    rejected:
      rejected === undefined
        ? undefined
        : { revision: rejected, reason: annotations[reasonAnnotation] ?? 'no reason was kept' },
    promoted: isSame && promoted !== '' ? promoted : undefined,
  };
}

/** Operations that make a stable workload remember that a revision was rejected. */
export function planRejected(
  stable: KubeObject,
  revision: string,
  reason: string,
): readonly JsonPatchOperation[] {
  return planAnnotations(stable, {
    [rejectedAnnotation]: revision,
    [reasonAnnotation]: reason.slice(0, longestReason),
  });
}

/** Operations that make a stable workload remember what it was promoted to, and forget rejections. */
export function planPromoted(stable: KubeObject, revision: string): readonly JsonPatchOperation[] {
  return planAnnotations(stable, {
    [promotedAnnotation]: `${revision}/${revisionOf(stable)}`,
    [rejectedAnnotation]: undefined,
    [reasonAnnotation]: undefined,
  });
}

/** Writes into the memory of the stable workload. */
export async function remember(
  session: Session,
  workload: string,
  plan: (stable: KubeObject) => readonly JsonPatchOperation[],
): Promise<void> {
  const { cluster, signal } = session;
  const reference = deployment(session, workload);
  const stable = await cluster.read(reference, signal);
  const operations = stable === undefined ? [] : plan(stable);
  if (operations.length > 0) await cluster.patch(reference, operations, { signal });
}

function planAnnotations(
  object: KubeObject,
  wanted: Readonly<Record<string, string | undefined>>,
): readonly JsonPatchOperation[] {
  const { annotations } = object.metadata;
  const start: readonly JsonPatchOperation[] =
    annotations === undefined ? [{ op: 'add', path: '/metadata/annotations', value: {} }] : [];
  const changes = Object.entries(wanted).flatMap(([name, value]): readonly JsonPatchOperation[] => {
    const path = `/metadata/annotations/${name.replaceAll('/', '~1')}`;
    if (value === annotations?.[name]) return [];
    return value === undefined ? [{ op: 'remove', path }] : [{ op: 'add', path, value }];
  });
  return changes.length === 0 ? [] : [...start, ...changes];
}
