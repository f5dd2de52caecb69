import { describeReference, isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { objectAt } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { noteTarget } from './note-target.ts';

/**
 * Creates an object, whose deletion is recorded first, and gives it as the server has it. Rejects with
 * an ActivityFailedError where there is one of its name, which is left as it is.
 */
export async function createObject(
  world: FunctionWorld,
  act: string,
  object: KubeObject,
): Promise<KubeObject> {
  const { cluster, dryRun, ledger, log, signal, undo } = world;
  const reference = objectReference(object);
  const subject = `${object.kind} ${object.metadata.name}`;
  if ((await cluster.read(reference, signal)) !== undefined) throw alreadyThere(reference);
  const { mark } = await undo.record(
    {
      title: `create ${subject}`,
      namespace: reference.namespace,
      steps: [{ kind: 'delete-object', object: reference }],
    },
    signal,
  );
  const created = await createMarked(world, object, mark).catch((thrown: unknown) => {
    throw isApiError(thrown, 409) ? alreadyThere(reference, thrown) : thrown;
  });
  const reason = dryRun ? 'would be created' : 'created';
  noteTarget(world, act, object, { in: true, reason });
  if (!dryRun) ledger.countEffect();
  log.info(`${subject}: ${reason}`);
  return created;
}

/** Names an object. */
export function objectReference({ apiVersion, kind, metadata }: KubeObject): ObjectReference {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function createMarked(
  { cluster, dryRun, signal }: FunctionWorld,
  object: KubeObject,
  mark: KubeObject['metadata'] | object,
): Promise<KubeObject> {
  const annotations = { ...objectAt(object, 'metadata', 'annotations'), ...mark };
  const marked =
    Object.keys(annotations).length === 0
      ? object
      : ({ ...object, metadata: { ...object.metadata, annotations } } as KubeObject);
  return cluster.create(marked, { signal, dryRun });
}

function alreadyThere(reference: ObjectReference, cause?: unknown): ActivityFailedError {
  return new ActivityFailedError(
    `${describeReference(reference)} is there already; if a run that died left it, take it back with \`mode: recover\``,
    { cause },
  );
}
