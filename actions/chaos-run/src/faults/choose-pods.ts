import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { Random } from '../random.ts';

/** How many of the pods that matched are asked for. */
export type PodAmount =
  | { readonly kind: 'all' }
  | { readonly kind: 'count'; readonly count: number }
  /** 0–100 of the pods that matched; `round` says where a part of a pod goes. */
  | { readonly kind: 'percent'; readonly percent: number; readonly round: 'up' | 'down' };

/** Which of the pods that matched are asked for. */
export interface PodChoice {
  readonly amount: PodAmount;
  /** As they are listed, which is by name, or the oldest first. */
  readonly order: 'listed' | 'oldest';
  /** Any of them instead of the first ones. */
  readonly random: boolean;
}

/** How many pods an amount is, where so many matched; never more than these. */
export function countOfAmount(amount: PodAmount, matched: number): number {
  switch (amount.kind) {
    case 'all':
      return matched;
    case 'count':
      return Math.min(amount.count, matched);
    case 'percent': {
      const share = (amount.percent * matched) / 100;
      return Math.min(amount.round === 'up' ? Math.ceil(share) : Math.floor(share), matched);
    }
  }
}

/** The pods to hit among those that may be: `matched` counts those that may not, too. */
export function choosePods(
  allowed: readonly KubeObject[],
  matched: number,
  { amount, order, random }: PodChoice,
  source: Random,
): readonly KubeObject[] {
  const count = countOfAmount(amount, matched);
  const ordered = order === 'oldest' ? allowed.toSorted(byAge) : allowed;
  return random && amount.kind !== 'all' ? source.sample(ordered, count) : ordered.slice(0, count);
}

/** The amount in words: `50 % of 3 pods`. */
export function describeAmount(amount: PodAmount, matched: number): string {
  const pods = `${matched} ${matched === 1 ? 'pod' : 'pods'}`;
  switch (amount.kind) {
    case 'all':
      return `all of ${pods}`;
    case 'count':
      return `${amount.count} of ${pods}`;
    case 'percent':
      return `${amount.percent} % of ${pods}`;
  }
}

function byAge(a: KubeObject, b: KubeObject): number {
  return (
    Date.parse(a.metadata.creationTimestamp ?? '') - Date.parse(b.metadata.creationTimestamp ?? '')
  );
}
