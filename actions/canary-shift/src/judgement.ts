import { formatQuantity, describeThreshold, isKept } from '@kube-delivery/shared/metrics/threshold';
import type { Threshold } from '@kube-delivery/shared/metrics/threshold';
import { binomialInterval } from '@kube-delivery/shared/statistics/binomial-interval';

/** Chance that a bound called broken early is kept after all. */
const confidence = 0.999;

/** Requests of one source and how many of them failed. */
export interface Counts {
  readonly requests: number;
  readonly errors: number;
}

/** One thing that was measured against its bound. */
export interface Finding {
  readonly name: string;
  /** The value as people read it, or why there is none. */
  readonly shown: string;
  /** The bound as people read it. */
  readonly wanted: string;
  readonly state: 'kept' | 'broken' | 'inconclusive';
}

/** What a step's findings come to. */
export interface Judgement {
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  /** One sentence; empty for a pass. */
  readonly reason: string;
}

/** A value, or the reason why there is none. */
export type Reading = { readonly value: number } | { readonly missing: string };

/** A value against its threshold. */
export function judgeValue(name: string, threshold: Threshold, reading: Reading): Finding {
  const wanted = describeThreshold(threshold);
  if ('missing' in reading) {
    return { name, shown: `no data: ${reading.missing}`, wanted, state: 'inconclusive' };
  }
  const shown = formatQuantity(reading.value, threshold.quantity);
  return { name, shown, wanted, state: isKept(threshold, reading.value) ? 'kept' : 'broken' };
}

/** The success rate of `counts` against its threshold. */
export function judgeSuccessRate(name: string, threshold: Threshold, counts: Counts): Finding {
  const { errors, requests } = counts;
  const finding = judgeValue(
    name,
    threshold,
    requests === 0 ? { missing: 'no request was seen' } : { value: successRate(counts) },
  );
  const detail = ` (${errors} of ${requests} failed)`;
  return requests === 0 ? finding : { ...finding, shown: `${finding.shown}${detail}` };
}

/**
 * Whether a success rate is broken beyond doubt: even the upper end of the exact interval of what
 * was seen lies below the bound. Holds for few requests as for many, so it may end a step early.
 */
export function isSurelyBroken(threshold: Threshold, { requests, errors }: Counts): boolean {
  const { high } = binomialInterval(requests - errors, requests, confidence);
  return requests > 0 && !isKept(threshold, 100 * high);
}

/** Sums up a step. A broken bound outweighs missing data, and missing data is never a pass. */
export function judge(
  findings: readonly Finding[],
  requests: number,
  minRequests: number,
): Judgement {
  const broken = findings.filter(({ state }) => state === 'broken');
  if (broken.length > 0) return { outcome: 'fail', reason: broken.map(describe).join('; ') };
  const silent = findings.filter(({ state }) => state === 'inconclusive');
  if (silent.length > 0) {
    return { outcome: 'inconclusive', reason: silent.map(describe).join('; ') };
  }
  if (requests < minRequests) {
    const reason = `the canary had ${requests} requests and ${minRequests} are needed for a verdict`;
    return { outcome: 'inconclusive', reason };
  }
  return { outcome: 'pass', reason: '' };
}

function describe({ name, shown, wanted }: Finding): string {
  return `${name} is ${shown}, wanted ${wanted}`;
}

function successRate({ requests, errors }: Counts): number {
  return (100 * (requests - errors)) / requests;
}
