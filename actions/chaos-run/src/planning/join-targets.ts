import type { TargetEntry } from '../ledger.ts';

/** What is known of an act that was planned. */
export interface Plan {
  /** All that it could choose from, each in or out. */
  readonly candidates: readonly TargetEntry[];
  /** What it would do to which of them, and what it found to be out. */
  readonly played: readonly TargetEntry[];
  /** What it hits is chosen by chance. */
  readonly byChance: boolean;
  readonly isRefused: boolean;
}

/**
 * Each object that an act would or could hit, once and in that order, then those that it would not, each
 * with the reason.
 */
export function joinTargets({ candidates, played, ...plan }: Plan): readonly TargetEntry[] {
  const known = new Set(played.map(keyOf));
  const rest = candidates
    .filter((candidate) => !known.has(keyOf(candidate)))
    .map((candidate) => (candidate.in ? { ...candidate, ...fateOf(plan) } : candidate));
  return [...played, ...rest].toSorted((a, b) => Number(b.in) - Number(a.in));
}

/** What becomes of an object that may be hit, but was not chosen. */
function fateOf({
  byChance,
  isRefused,
}: Pick<Plan, 'byChance' | 'isRefused'>): Pick<TargetEntry, 'in' | 'reason'> {
  if (isRefused) return { in: false, reason: 'is left alone, as the act would be refused' };
  return byChance
    ? { in: true, reason: 'may be chosen instead' }
    : { in: false, reason: 'is left alone, as the act asks for others' };
}

function keyOf({ kind, namespace, name }: TargetEntry): string {
  return JSON.stringify([kind, namespace, name]);
}
