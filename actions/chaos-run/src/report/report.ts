import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { UndoOutcome } from '../engine/engine.ts';
import { targetJson } from '../ledger.ts';
import type { Played } from './played.ts';
import { figuresOf, probeSeries } from './probe-series.ts';
import type { ProbeSeries } from './probe-series.ts';

/** What the report file holds of a run; the journal of each experiment is a file of its own. */
export function reportOf(all: readonly Played[]): JsonObject {
  return { experiments: all.map(experimentReport) };
}

/** A way back as the report file shows it. */
export function undoReport({ namespace, ...outcome }: UndoOutcome): JsonObject {
  return { ...outcome, namespace: namespace ?? null };
}

function experimentReport(played: Played): JsonObject {
  const { experiment, title, judgement, result, targets, journal } = played;
  const { status, deviated } = result.journal;
  return {
    file: experiment.file,
    title,
    verdict: judgement.verdict,
    reason: judgement.reason,
    status,
    deviated,
    methodBegan: result.methodBegan,
    abortReason: result.abortReason ?? null,
    targets: targets.map(targetJson),
    undo: result.undo.map(undoReport),
    recovery: result.recovery === undefined ? null : { ...result.recovery },
    timeline: result.timeline.map((event) => ({ ...event })),
    probes: probeSeries(result.journal).map(seriesReport),
    controls: experiment.controls,
    journal,
  };
}

function seriesReport(series: ProbeSeries): JsonObject {
  const { looks, failed, median, p95, longest } = figuresOf(series);
  return {
    probe: series.probe,
    lookCount: looks,
    failed,
    medianMs: median ?? null,
    p95Ms: p95 ?? null,
    longestMs: longest ?? null,
    looks: series.looks.map(({ at, met, latency }) => ({ at, met, latencyMs: latency ?? null })),
  };
}
