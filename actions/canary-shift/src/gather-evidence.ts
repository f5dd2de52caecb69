import { promDuration } from '@kube-delivery/shared/metrics/query-template';
import { measureCounts, measureValues, windowOf } from './measure.ts';
import type { ProbeTally } from './probe-tally.ts';
import { observedShare } from './share.ts';
import type { ObservedShare } from './share.ts';
import type { Session } from './session.ts';
import { findingsOf } from './step-findings.ts';
import type { Evidence } from './step-findings.ts';

/** Scrapes come late: so long the first numbers of a new canary are waited for. */
const dataGrace = 15_000;
const pollEvery = 1_000;

/** A step's evidence, with the share by the provider's own metrics where they tell it. */
export interface StepEvidence extends Evidence {
  readonly share: ObservedShare | undefined;
  /** Milliseconds that the metrics were looked back over. */
  readonly window: number;
}

/**
 * Measures what a step of `elapsed` milliseconds came to. With `patient` it asks again for a while
 * where data is missing: a new canary's first numbers come seconds after its first traffic.
 */
export async function gatherEvidence(
  session: Session,
  tally: ProbeTally | undefined,
  elapsed: number,
  patient: boolean,
): Promise<StepEvidence> {
  const { context, inputs, signal } = session;
  const begun = context.clock.elapsed();
  for (;;) {
    const waited = context.clock.elapsed() - begun;
    const evidence = await measureOnce(session, tally, elapsed + waited);
    const isMissing = findingsOf(inputs, evidence).some(({ state }) => state === 'inconclusive');
    if (!isMissing || !patient || waited >= dataGrace) return evidence;
    context.log.progress('Waiting for the first numbers of the canary in Prometheus');
    await context.clock.sleep(pollEvery, signal);
  }
}

async function measureOnce(
  session: Session,
  tally: ProbeTally | undefined,
  elapsed: number,
): Promise<StepEvidence> {
  const { metrics } = session;
  if (metrics === undefined) {
    return { counts: undefined, values: [], tally, share: undefined, window: 0 };
  }
  const looksBack = windowOf(session, elapsed);
  const window = promDuration(looksBack);
  const [counts, stable, values] = await Promise.all([
    measureCounts(session, metrics, 'canary', window),
    measureCounts(session, metrics, 'stable', window),
    measureValues(session, metrics, window),
  ]);
  const seen = !('missing' in counts) && !('missing' in stable) && { counts, stable };
  const sides = seen && { stable: seen.stable.requests, canary: seen.counts.requests, unknown: 0 };
  const total = sides ? sides.stable + sides.canary : 0;
  const share = sides && total > 0 ? observedShare(sides) : undefined;
  return { counts, values, tally, share, window: looksBack };
}
