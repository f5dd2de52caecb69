import { fieldManager } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, stringAt, valueAt } from '../json/json.ts';

/**
 * The field manager, other than this suite, that wrote `path` of the object last, as `managedFields`
 * tell; undefined where no other one owns it. For a list that is atomic the path ends at the list.
 */
export function otherEditorOf(object: KubeObject, ...path: readonly string[]): string | undefined {
  const keys = path.map((step) => `f:${step}`);
  const editors = arrayAt(object, 'metadata', 'managedFields')
    .filter((entry) => stringAt(entry, 'subresource') === undefined)
    .filter((entry) => stringAt(entry, 'manager') !== fieldManager)
    .filter((entry) => valueAt(entry, 'fieldsV1', ...keys) !== undefined)
    .map((entry) => ({
      name: stringAt(entry, 'manager') ?? 'unknown',
      time: stringAt(entry, 'time') ?? '',
    }))
    .sort((a, b) => a.time.localeCompare(b.time));
  return editors.at(-1)?.name;
}
