import { InputError } from '@kube-delivery/shared/action/errors';
import {
  errorCountQuery,
  latencyQuery,
  requestCountQuery,
} from '@kube-delivery/shared/metrics/envoy-queries';
import type { EnvoyBackend } from '@kube-delivery/shared/metrics/envoy-queries';
import type { Measurement, MetricsSource } from '@kube-delivery/shared/metrics/prometheus';
import { fillQuery, promDuration } from '@kube-delivery/shared/metrics/query-template';
import type { Threshold } from '@kube-delivery/shared/metrics/threshold';
import type { Counts, Reading } from './judgement.ts';
import type { Session } from './session.ts';

/** A value to be measured and the bound it must keep. */
export interface Measured {
  readonly name: string;
  readonly threshold: Threshold;
  readonly reading: Reading;
}

/** Looks back no shorter than this: a rate needs two samples. */
const shortestWindow = 5_000;

/**
 * Milliseconds that queries look back over, `elapsed` into a step: never to before the shift, when
 * the canary's Service may have been another revision's.
 */
export function windowOf({ context, inputs, keeper }: Session, elapsed: number): number {
  const wanted = Math.max(shortestWindow, inputs.metrics?.window ?? elapsed);
  const startedAt = keeper.record?.startedAt;
  if (startedAt === undefined) return wanted;
  const age = context.clock.now().getTime() - Date.parse(startedAt);
  return Math.max(shortestWindow, Math.min(wanted, age));
}

/** Requests and server errors of one side as the provider's own metrics count them. */
export async function measureCounts(
  session: Session,
  metrics: MetricsSource,
  side: 'stable' | 'canary',
  window: string,
): Promise<Counts | { readonly missing: string }> {
  const backend = backendOf(session, side);
  const [requests, errors] = await Promise.all([
    metrics.measure(requestCountQuery(backend, window), session.signal),
    metrics.measure(errorCountQuery(backend, window), session.signal),
  ]);
  if (requests.state !== 'measured') return { missing: requests.message };
  // A series of errors begins with the first error.
  if (errors.state !== 'measured' && errors.state !== 'no data') return { missing: errors.message };
  const count = Math.round(requests.value);
  const failed = errors.state === 'measured' ? Math.min(count, Math.round(errors.value)) : 0;
  return { requests: count, errors: failed };
}

/** Latencies and the user's own queries, as far as bounds are given for them. */
export async function measureValues(
  session: Session,
  metrics: MetricsSource,
  window: string,
): Promise<readonly Measured[]> {
  const { latencyP95, latencyP99 } = session.inputs.criteria;
  const canary = backendOf(session, 'canary');
  const wanted = [
    { name: 'latency p99', threshold: latencyP99, query: latencyQuery(canary, 0.99, window) },
    { name: 'latency p95', threshold: latencyP95, query: latencyQuery(canary, 0.95, window) },
    ...customQueries(session, window),
  ];
  return Promise.all(
    wanted.flatMap(({ name, threshold, query }) => {
      if (threshold === undefined) return [];
      const measured = metrics.measure(query, session.signal);
      return [measured.then((value) => ({ name, threshold, reading: readingOf(value) }))];
    }),
  );
}

/**
 * Asks every query once before anything is touched. A query that the server refuses is an InputError;
 * a server that cannot be asked is the reason that is given back.
 */
export async function rehearseQueries(
  session: Session,
  metrics: MetricsSource,
): Promise<string | undefined> {
  const window = promDuration(windowOf(session, 0));
  const own = customQueries(session, window);
  const answers = await Promise.all(own.map(({ query }) => metrics.measure(query, session.signal)));
  const problems = answers.flatMap((answer, index) =>
    answer.state === 'refused'
      ? [{ input: 'queries', message: `${own[index]?.name ?? ''}: ${answer.message}` }]
      : [],
  );
  if (problems.length > 0) throw new InputError(problems);
  const general = await metrics.measure('vector(1)', session.signal);
  const failed = [general, ...answers].find(({ state }) => state === 'unreachable');
  return failed?.state === 'unreachable'
    ? `Prometheus cannot be asked: ${failed.message}`
    : undefined;
}

function customQueries(
  { cluster, inputs, keeper }: Session,
  window: string,
): readonly { readonly name: string; readonly threshold: Threshold; readonly query: string }[] {
  const { canary, stable } = keeper.router.backends;
  const values = { canary, stable, namespace: cluster.namespace, window };
  return inputs.criteria.queries.map(({ name, query, threshold }) => ({
    name,
    threshold,
    query: fillQuery(query, values),
  }));
}

function backendOf({ cluster, keeper }: Session, side: 'stable' | 'canary'): EnvoyBackend {
  const { port, [side]: service } = keeper.router.backends;
  return { namespace: cluster.namespace, service, port };
}

function readingOf(measurement: Measurement): Reading {
  return measurement.state === 'measured'
    ? { value: measurement.value }
    : { missing: measurement.message };
}
