import { isDeepStrictEqual } from 'node:util';
import type { WriteOptions } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import type { FunctionWorld } from '../functions/native-function.ts';
import type { UndoStep } from '../undo/undo-step.ts';
import { objectReference } from './create-object.ts';
import { noteTarget } from './note-target.ts';
import { admitPolicy } from './policy-pods.ts';

/** Writes an object's change, or asks the server what it would make of it, and gives the object. */
export type Change = (options: WriteOptions) => Promise<KubeObject>;

/**
 * Changes an object by `write` and gives it as it is then. The server is asked first what the change would
 * make of it, so that the way back of each field that differs is recorded before.
 */
export async function changeObject(
  world: FunctionWorld,
  act: string,
  object: KubeObject,
  write: Change,
): Promise<KubeObject> {
  const { dryRun, ledger, log, signal, undo } = world;
  const planned = await write({ signal, dryRun: true });
  const steps = restoreSteps(object, planned);
  const subject = `${object.kind} ${object.metadata.name}`;
  if (steps.length === 0) {
    const reason = 'is as it should become already';
    noteTarget(world, act, object, { in: false, reason });
    log.warning(`${subject} ${reason}: nothing was changed`);
    return planned;
  }
  // What it will select then may be more than what it selects.
  if (planned.kind === 'NetworkPolicy') await admitPolicy(world, act, planned);
  const { namespace } = objectReference(object);
  await undo.record({ title: `change ${subject}`, namespace, steps }, signal);
  const changed = dryRun ? planned : await write({ signal });
  const reason = dryRun ? 'would be changed' : 'changed';
  noteTarget(world, act, object, { in: true, reason });
  if (!dryRun) ledger.countEffect();
  log.info(`${subject}: ${reason}`);
  return changed;
}

/** How each field that a change makes another is set back; what the server writes by itself is not. */
export function restoreSteps(before: KubeObject, during: KubeObject): readonly UndoStep[] {
  return changedFields(before, during).map((field) => ({
    kind: 'restore-field',
    object: objectReference(before),
    uid: before.metadata.uid ?? '',
    field,
    before: valueAt(before, ...field) ?? null,
    during: valueAt(during, ...field) ?? null,
  }));
}

/** Fields of two levels, so that others' changes beside them stay; of the metadata what owners set. */
function changedFields(before: KubeObject, during: KubeObject): readonly JsonPath[] {
  const own = keysOf(before, during).filter((key) => key !== 'metadata' && key !== 'status');
  const parents: readonly JsonPath[] = [
    ['metadata', 'labels'],
    ['metadata', 'annotations'],
    ['metadata', 'finalizers'],
    ['metadata', 'ownerReferences'],
    ...own.map((key) => [key]),
  ];
  return parents
    .flatMap((parent): readonly JsonPath[] => {
      const [a, b] = [valueAt(before, ...parent), valueAt(during, ...parent)];
      return isJsonObject(a) && isJsonObject(b)
        ? keysOf(a, b).map((key) => [...parent, key])
        : [parent];
    })
    .filter((field) => !isDeepStrictEqual(valueAt(before, ...field), valueAt(during, ...field)));
}

function keysOf(a: object, b: object): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}
