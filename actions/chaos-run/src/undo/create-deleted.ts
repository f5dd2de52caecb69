import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { holdsAll } from '@kube-delivery/shared/json/holds-all';
import type { Clock } from '@kube-delivery/shared/time/clock';
import { failed, leftAlone, nothingToDo, undone } from './step-outcome.ts';
import type { StepOutcome } from './step-outcome.ts';

/** For how long finalizers of the deleted object are waited for, in milliseconds. */
const patience = 3_000;
const pollMs = 100;

/** Fields that the server sets itself. */
const serverFields = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** Creates an object that a fault deleted, unless somebody has or the fault was not done. */
export async function createDeleted(
  { cluster, clock }: { readonly cluster: Cluster; readonly clock: Clock },
  object: KubeObject,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const reference = referenceTo(object);
  const title = describeReference(reference);
  const started = clock.elapsed();
  for (;;) {
    const present = await cluster.read(reference, signal);
    if (present === undefined) {
      await cluster.create(asNew(object), { signal });
      return undone;
    }
    const isOld = present.metadata.uid === object.metadata.uid;
    if (present.metadata.deletionTimestamp === undefined) {
      return isOld || holdsAll(present, asNew(object))
        ? nothingToDo
        : leftAlone(`somebody else created ${title}`);
    }
    if (clock.elapsed() - started > patience) {
      return failed(`${title} is still being deleted: its finalizers are not done`);
    }
    await clock.sleep(pollMs, signal);
  }
}

/** The object as its owner would create it. */
export function asNew(object: KubeObject): KubeObject {
  const metadata = Object.entries(object.metadata).filter(([key]) => !serverFields.includes(key));
  const rest = Object.entries(object).filter(([key]) => key !== 'status');
  return {
    ...(Object.fromEntries(rest) as KubeObject),
    metadata: Object.fromEntries(metadata) as KubeObject['metadata'],
  };
}

function referenceTo({ apiVersion, kind, metadata }: KubeObject): ObjectReference {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
