import { numberAt, stringAt } from '@kube-delivery/shared/json/json';
import { quantile } from '@kube-delivery/shared/statistics/quantile';
import type { ActivityRun, Journal } from '../journal/journal.ts';

/** One answer of a probe while the fault stood. */
export interface Look {
  /** Seconds since the experiment began. */
  readonly at: number;
  readonly met: boolean;
  /** Milliseconds: of the answer where the probe measured it, else of the whole activity. */
  readonly latency: number | undefined;
}

/** Every answer of one probe while the fault stood, oldest first. */
export interface ProbeSeries {
  readonly probe: string;
  readonly looks: readonly Look[];
}

/** A series in figures. */
export interface SeriesFigures {
  readonly looks: number;
  readonly failed: number;
  /** Milliseconds; undefined where no look has a latency. */
  readonly median: number | undefined;
  readonly p95: number | undefined;
  readonly longest: number | undefined;
}

/** What each probe found during the method, in the order in which they were first asked. */
export function probeSeries(journal: Journal): readonly ProbeSeries[] {
  const began = Date.parse(journal.start);
  const series = new Map<string, Look[]>();
  for (const entry of journal.steady_states.during.flatMap(({ probes }) => probes)) {
    const probe = stringAt(entry.activity, 'name') ?? '';
    const looks = series.get(probe) ?? [];
    series.set(probe, looks);
    looks.push({
      at: (Date.parse(entry.start) - began) / 1000,
      met: entry.tolerance_met === true,
      latency: latencyOf(entry),
    });
  }
  return [...series].map(([probe, looks]) => ({ probe, looks }));
}

/** The figures of a series. */
export function figuresOf({ looks }: ProbeSeries): SeriesFigures {
  const latencies = looks.flatMap(({ latency }) => (latency === undefined ? [] : [latency]));
  return {
    looks: looks.length,
    failed: looks.filter(({ met }) => !met).length,
    median: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    longest: quantile(latencies, 1),
  };
}

function latencyOf({ output, duration }: ActivityRun): number | undefined {
  return numberAt(output, 'latency_ms') ?? (duration === undefined ? undefined : duration * 1000);
}
