import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { quote } from './describe-value.ts';
import type { Fault } from './field-problem.ts';

/** A second entry of a list with the key of an earlier one. */
export interface DuplicateEntry extends Fault {
  readonly index: number;
}

/**
 * The entries of a list that have the same values of `keys` as an earlier one; `defaults` are taken
 * for what an entry leaves out. Entries without any of the keys are not compared.
 */
export function duplicateEntries(
  list: readonly Json[],
  keys: readonly string[],
  defaults: Readonly<Record<string, Json>>,
): readonly DuplicateEntry[] {
  const first = new Map<string, number>();
  return list.flatMap((entry, index) => {
    if (!isJsonObject(entry) || !keys.some((key) => Object.hasOwn(entry, key))) return [];
    const values = keys.map((key) => entry[key] ?? defaults[key] ?? null);
    const id = JSON.stringify(values);
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, index);
      return [];
    }
    const shown = keys.map((key, place) => `${key} ${show(values[place])}`).join(' and ');
    const fault: DuplicateEntry = {
      index,
      rule: 'duplicate-entry',
      message: `entry ${index + 1} has the same ${shown} as entry ${earlier + 1}, so that only one of them counts`,
      hint: 'keep one of them',
    };
    return [fault];
  });
}

function show(value: Json | undefined): string {
  return typeof value === 'string' ? quote(value) : JSON.stringify(value ?? null);
}
