import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { Case } from './case.ts';
import type { Outcome } from './outcome.ts';

/**
 * Where our outcome differs from the original's, or from what it is meant to be where it departs; a
 * line each. Where the original died it left no journal, whatever it had done; ours may tell more.
 */
export function differences(
  original: Outcome,
  ours: Outcome,
  { ends, departs }: Case,
): readonly string[] {
  if (departs !== undefined) {
    const { exitCode, played } = ours;
    const { why, ...expected } = departs;
    if (compare('', { ...original }, { ...ours }).length === 0) return [`departs no more: ${why}`];
    return compare('departure', expected, { exitCode, played });
  }
  const kept = ends === 'died' ? { journal: null } : {};
  return compare('', { ...original, ...kept }, { ...ours, ...kept });
}

function compare(where: string, original: Json | Outcome, ours: Json | Outcome): readonly string[] {
  if (Array.isArray(original) && Array.isArray(ours) && original.length === ours.length) {
    return original.flatMap((item: Json, i) => compare(`${where}[${i}]`, item, ours[i] as Json));
  }
  if (isJsonObject(original) && isJsonObject(ours)) {
    const keys = Object.keys(original);
    if (String(keys) === String(Object.keys(ours))) {
      return keys.flatMap((key) =>
        compare(`${where}.${key}`, original[key] ?? null, ours[key] ?? null),
      );
    }
  }
  const [expected, found] = [JSON.stringify(original), JSON.stringify(ours)];
  return expected === found
    ? []
    : [`${where}: original ${shorten(expected)}, ours ${shorten(found)}`];
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}
