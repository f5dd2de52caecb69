import { binomialInterval } from '@kube-delivery/shared/statistics/binomial-interval';
import type { Interval } from '@kube-delivery/shared/statistics/binomial-interval';

/** How sure the interval of a share is. */
export const shareConfidence = 0.999;

/** From so many probes on, a share that fits is believed though the one before fits as well. */
const manyProbes = 1000;

/** Answers by the side that gave them; failed ones often do not tell their side. */
export interface SideCounts {
  readonly stable: number;
  readonly canary: number;
  readonly unknown: number;
}

/** The canary's share as it was seen, all in percent. */
export interface ObservedShare {
  readonly percent: number;
  /** Where the true share lies with 99.9 % confidence. */
  readonly interval: Interval;
}

/** What probes say of a weight that was asked for. */
export type ShareVerdict = 'proved' | 'refuted' | 'open';

/**
 * The share that counts speak for. Answers of an unknown side may be either's, so the interval
 * reaches from where none of them is the canary's to where all are.
 */
export function observedShare({ stable, canary, unknown }: SideCounts): ObservedShare {
  const all = stable + canary + unknown;
  const { low } = binomialInterval(canary, all, shareConfidence);
  const { high } = binomialInterval(canary + unknown, all, shareConfidence);
  const known = stable + canary;
  return {
    percent: known === 0 ? 0 : (100 * canary) / known,
    interval: { low: 100 * low, high: 100 * high },
  };
}

/**
 * Whether counts prove that the data plane shares by `asked` and no longer by `before` (percent):
 * the interval must hold the one and exclude the other.
 */
export function judgeShare(
  counts: SideCounts,
  asked: number,
  before: number | undefined,
): ShareVerdict {
  const { interval } = observedShare(counts);
  if (!holds(interval, asked)) return 'refuted';
  const probes = counts.stable + counts.canary + counts.unknown;
  if (probes === 0) return 'open';
  const mayBeOld = before !== undefined && before !== asked && holds(interval, before);
  return mayBeOld && probes < manyProbes ? 'open' : 'proved';
}

/** Points by which a share by metrics may be off (Gateway API conformance, weighted backends). */
const tolerance = 5;
/** Milliseconds of a window in which the weights before may still have been at work. */
const lag = 2_000;

/**
 * Whether a share that metrics tell speaks against the asked one. Scrapes blur when a weight began,
 * so it must be off by more than the tolerance and what the old weights can have done in `window`.
 */
export function contradicts(
  { interval, percent }: ObservedShare,
  asked: number,
  window: number,
): boolean {
  const blur = tolerance + (100 * lag) / Math.max(lag, window);
  return !holds(interval, asked) && Math.abs(percent - asked) > blur;
}

/** `19.5% (12.1–28.4%)`. */
export function describeShare({ percent, interval }: ObservedShare): string {
  const digits = (value: number): string => String(Number(value.toFixed(1)));
  return `${digits(percent)}% (${digits(interval.low)}–${digits(interval.high)}%)`;
}

function holds({ low, high }: Interval, percent: number): boolean {
  return low <= percent && percent <= high;
}
