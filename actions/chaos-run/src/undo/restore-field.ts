import { isDeepStrictEqual } from 'node:util';
import { describeReference, isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Cluster, JsonPatchOperation } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import type { Json } from '@kube-delivery/shared/json/json';
import { readPresent } from './read-present.ts';
import { leftAlone, nothingToDo, undone } from './step-outcome.ts';
import type { StepOutcome } from './step-outcome.ts';
import type { UndoStep } from './undo-step.ts';

type RestoreField = Extract<UndoStep, { kind: 'restore-field' }>;

/** Somebody else may write between our reading and our writing, but not this often. */
const mostAttempts = 5;

/** Sets the field back, unless somebody else changed it or the object since. */
export async function restoreField(
  cluster: Cluster,
  step: RestoreField,
  signal: AbortSignal,
): Promise<StepOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const plan = planRestore(await readPresent(cluster, step.object, signal), step);
    if (!Array.isArray(plan)) return plan as StepOutcome;
    try {
      await cluster.patch(step.object, plan as readonly JsonPatchOperation[], { signal });
      return undone;
    } catch (error) {
      if (!isApiError(error, 404, 409, 422) || attempt === mostAttempts) throw error;
    }
  }
}

/** The patch that restores the field of the object as it is, or why there is none. */
export function planRestore(
  present: KubeObject | undefined,
  { object, uid, field, before, during }: RestoreField,
): StepOutcome | readonly JsonPatchOperation[] {
  const title = describeReference(object);
  if (present === undefined) return leftAlone(`${title} does not exist any more`);
  const found = valueAt(present, ...field);
  // Of one that was created anew, too: as it was before its first fault.
  if (isSame(found, before)) return nothingToDo;
  if (present.metadata.uid !== uid) return leftAlone(`${title} was replaced by another`);
  if (!isSame(found, during)) {
    return leftAlone(
      `${field.join('.')} of ${title} is ${JSON.stringify(found ?? null)}, which somebody else set`,
    );
  }
  const guards: JsonPatchOperation[] = [{ op: 'test', path: '/metadata/uid', value: uid }];
  const path = pointer(field);
  if (found !== undefined) {
    guards.push({ op: 'test', path, value: found });
    return [
      ...guards,
      before === null ? { op: 'remove', path } : { op: 'replace', path, value: before },
    ];
  }
  // A field that is missing cannot be tested.
  const value = present.metadata.resourceVersion ?? '';
  guards.push({ op: 'test', path: '/metadata/resourceVersion', value });
  return [...guards, addition(present, field, before)];
}

/** Whether two values of a field mean the same: the API server leaves out what is empty. */
export function isSame(a: Json | undefined, b: Json): boolean {
  return isDeepStrictEqual(a, b) || (isEmpty(a) && isEmpty(b));
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Adds the field along with those maps above it that are missing. */
function addition(present: KubeObject, field: JsonPath, before: Json): JsonPatchOperation {
  let depth = field.length;
  while (depth > 1 && valueAt(present, ...field.slice(0, depth - 1)) === undefined) depth -= 1;
  const value = field
    .slice(depth)
    .reduceRight<Json>((inner, step) => ({ [String(step)]: inner }), before);
  return { op: 'add', path: pointer(field.slice(0, depth)), value };
}

function pointer(field: JsonPath): string {
  return field
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
