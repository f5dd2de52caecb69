import { quantile } from '@kube-delivery/shared/statistics/quantile';
import type { Inputs } from './inputs.ts';
import { isSurelyBroken, judgeSuccessRate, judgeValue } from './judgement.ts';
import type { Counts, Finding } from './judgement.ts';
import type { Measured } from './measure.ts';
import type { ProbeTally } from './probe-tally.ts';

/** What was seen of the canary during a step. */
export interface Evidence {
  /** By the provider's own metrics; undefined without Prometheus. */
  readonly counts: Counts | { readonly missing: string } | undefined;
  readonly values: readonly Measured[];
  readonly tally: ProbeTally | undefined;
}

type Criteria = Pick<Inputs, 'criteria'>;

/**
 * Holds a step's evidence against the bounds. Prometheus, where it is given, measures rates and
 * latencies; the probes' own do so without it. Probes that failed are held against the canary always:
 * without a bound for the success rate none may fail.
 */
export function findingsOf(inputs: Criteria, evidence: Evidence): readonly Finding[] {
  const { counts, tally, values } = evidence;
  const { successRate } = inputs.criteria;
  const findings: Finding[] = values.map(({ name, threshold, reading }) =>
    judgeValue(name, threshold, reading),
  );
  if (successRate !== undefined && counts !== undefined) {
    findings.push(
      'missing' in counts
        ? judgeValue('success rate', successRate, counts)
        : judgeSuccessRate('success rate', successRate, counts),
    );
  }
  if (tally !== undefined) {
    findings.push(...probeFindings(inputs, tally, counts !== undefined));
  }
  return findings;
}

/** Why the step need not be watched any longer: a bound is broken beyond doubt. Else undefined. */
export function surelyBroken(inputs: Criteria, evidence: Evidence): string | undefined {
  const { counts, tally } = evidence;
  const { successRate } = inputs.criteria;
  if (successRate === undefined) {
    return tally !== undefined && tally.canary.errors > 0 ? failedProbes(tally) : undefined;
  }
  const sources: readonly (readonly [string, Counts | undefined])[] = [
    ['success rate', counts === undefined || 'missing' in counts ? undefined : counts],
    ['success rate of probes', tally?.canary],
  ];
  const broken = sources.find(([, seen]) => seen && isSurelyBroken(successRate, seen));
  if (broken?.[1] === undefined) return undefined;
  const { name, shown, wanted } = judgeSuccessRate(broken[0], successRate, broken[1]);
  return `${name} is ${shown}, wanted ${wanted}`;
}

function probeFindings(
  { criteria }: Criteria,
  tally: ProbeTally,
  hasMetrics: boolean,
): readonly Finding[] {
  const { successRate, latencyP95, latencyP99 } = criteria;
  const name = 'success rate of probes';
  const rate =
    successRate === undefined
      ? failureFinding(tally)
      : judgeSuccessRate(name, successRate, tally.canary);
  if (hasMetrics) {
    // A single failed probe of a few is no proof against a rate that Prometheus measures.
    const kept = successRate !== undefined && !isSurelyBroken(successRate, tally.canary);
    return [kept ? { ...rate, state: 'kept' } : rate];
  }
  const latencies = [
    { bound: latencyP99, level: 0.99, of: 'latency p99 of probes' },
    { bound: latencyP95, level: 0.95, of: 'latency p95 of probes' },
  ].flatMap(({ bound, level, of }) => {
    if (bound === undefined) return [];
    const value = quantile(tally.latencies, level);
    const missing = { missing: 'no probe was answered' };
    return [judgeValue(of, bound, value === undefined ? missing : { value })];
  });
  return [rate, ...latencies];
}

function failureFinding(tally: ProbeTally): Finding {
  const { errors, requests } = tally.canary;
  const shown = errors === 0 ? `0 of ${requests}` : failedProbes(tally);
  return { name: 'failed probes', shown, wanted: '0', state: errors === 0 ? 'kept' : 'broken' };
}

function failedProbes(tally: ProbeTally): string {
  const { errors, requests } = tally.canary;
  return `${errors} of ${requests} (${tally.describeFailures()})`;
}
