import type { ActionResult } from '@kube-delivery/shared/action/action';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { canaryPercent } from '@kube-delivery/shared/traffic/split';
import type { Journal } from './journal.ts';
import type { Session } from './session.ts';
import { summarize } from './summary.ts';
import type { Verdict } from './verdict.ts';

/** How a run ended, in one word and one sentence. */
export interface Conclusion {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly hint?: string;
}

/** A run's result with all its outputs, report and summary. */
export function resultOf(session: Session, conclusion: Conclusion): ActionResult<Verdict> {
  const { journal, keeper } = session;
  const last = journal.steps.at(-1);
  const weight = canaryPercent(keeper.split) ?? 0;
  const share = last?.share?.percent;
  return {
    ...conclusion,
    outputs: {
      weight,
      step: keeper.record?.step ?? last?.step ?? 0,
      'observed-share': share === undefined ? '' : rounded(share),
      requests: sum(journal, 'requests'),
      errors: sum(journal, 'errors'),
    },
    report: reportOf(session, weight),
    summary: summarize(journal),
  };
}

function reportOf(
  { context, inputs, journal, keeper, versions }: Session,
  weight: number,
): JsonObject {
  const { backends, route } = keeper.router;
  return {
    mode: inputs.mode,
    runUrl: context.run.runUrl,
    route: { kind: route.kind, name: route.name, namespace: route.namespace ?? '' },
    stable: backends.stable,
    canary: backends.canary,
    revision: keeper.record?.revision ?? null,
    versions: {
      stable: versions.learnt?.stable ?? null,
      canary: versions.learnt?.canary ?? null,
    },
    weight,
    steps: journal.steps.map(({ share, findings, ...step }) => ({
      ...step,
      observedShare: share === undefined ? null : rounded(share.percent),
      interval:
        share === undefined ? null : [rounded(share.interval.low), rounded(share.interval.high)],
      findings: findings.map((finding) => ({ ...finding })),
    })),
    weights: journal.weights.map((change) => ({ ...change })),
    events: journal.events,
  };
}

function sum(journal: Journal, field: 'requests' | 'errors'): number {
  return journal.steps.reduce((total, step) => total + step[field], 0);
}

function rounded(percent: number): number {
  return Number(percent.toFixed(2));
}
