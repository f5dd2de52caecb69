import { readyEndpointsOf } from '@kube-delivery/shared/cluster/ready-endpoints';
import { sendProbes } from '@kube-delivery/shared/http/send-probes';
import { promDuration } from '@kube-delivery/shared/metrics/query-template';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import { measureCounts, windowOf } from './measure.ts';
import type { ProbeTally } from './probe-tally.ts';
import { checkRevision } from './check-revision.ts';
import { presentRecord } from './session.ts';
import type { Session } from './session.ts';
import { surelyBroken } from './step-findings.ts';
import type { Step } from './step-list.ts';

const lookEvery = 1_000;

/** What of a step was seen before its soak. */
export interface StepSoFar {
  /** Every probe of the step; undefined without probes. */
  readonly tally: ProbeTally | undefined;
  /** Those that were sent since its share was proved. */
  readonly shareTally: ProbeTally | undefined;
  /** Milliseconds since its weight was written. */
  readonly elapsed: () => number;
}

/**
 * Holds a weight for the step's soak: probes go on, and once a second the route, the canary and the
 * bounds are looked at. Gives the reason why it ended early, or undefined after a whole soak. Throws
 * where somebody else changed the weights or deployed another revision.
 */
export async function watchStep(
  session: Session,
  step: Step,
  soFar: StepSoFar,
): Promise<string | undefined> {
  const { context, inputs, prober, signal } = session;
  const { shareTally, tally } = soFar;
  const stop = new AbortController();
  const probing =
    tally === undefined || prober === undefined
      ? Promise.resolve()
      : sendProbes(
          prober,
          { rate: inputs.probe?.rate ?? 1, until: stop.signal },
          context.clock,
          (result) => {
            tally.add(result);
            shareTally?.add(result);
          },
          signal,
        );
  try {
    return await watch(session, step, soFar);
  } finally {
    stop.abort();
    await probing;
  }
}

async function watch(
  session: Session,
  { soak, weight }: Step,
  { elapsed, tally }: StepSoFar,
): Promise<string | undefined> {
  const { context, keeper, signal } = session;
  const begun = context.clock.elapsed();
  for (;;) {
    const soaked = context.clock.elapsed() - begun;
    const broken = await lookAtBounds(session, tally, elapsed());
    if (broken !== undefined) return broken;
    await keeper.refresh(signal);
    await checkRevision(session);
    const { services } = presentRecord(session);
    const ready = await readyEndpointsOf(session.cluster, services.canary, signal);
    if (ready.length === 0) return `Service ${services.canary} has no ready pod any more`;
    if (soaked >= soak) return undefined;
    const shown = `${formatDuration(soaked)} of ${formatDuration(soak)}`;
    context.log.progress(`At ${weight}% for ${shown}, ${requestsOf(tally)}`);
    await context.clock.sleep(Math.min(lookEvery, soak - soaked), signal);
  }
}

async function lookAtBounds(
  session: Session,
  tally: ProbeTally | undefined,
  elapsed: number,
): Promise<string | undefined> {
  const { inputs, metrics } = session;
  const counts =
    metrics === undefined || inputs.criteria.successRate === undefined
      ? undefined
      : await measureCounts(session, metrics, 'canary', promDuration(windowOf(session, elapsed)));
  return surelyBroken(inputs, { counts, values: [], tally });
}

function requestsOf(tally: ProbeTally | undefined): string {
  if (tally === undefined) return 'without probes';
  const { requests, errors } = tally.canary;
  return `${requests} probes answered by the canary, ${errors} failed`;
}
