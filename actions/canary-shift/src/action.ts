import type { Action, ActionResult } from '@kube-delivery/shared/action/action';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { connect } from '@kube-delivery/shared/cluster/connect';
import { acquireLock, LockHeldError } from '@kube-delivery/shared/cluster/lease-lock';
import { createProber } from '@kube-delivery/shared/http/probe';
import { prometheus } from '@kube-delivery/shared/metrics/prometheus';
import { httpRouteRouter } from '@kube-delivery/shared/traffic/http-route-router';
import { concludeFailure } from './conclude.ts';
import { readInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { returnTrafficOfCancelledJob } from './interruption.ts';
import { Journal } from './journal.ts';
import { planShift } from './plan.ts';
import { resultOf } from './result.ts';
import { RouteKeeper } from './route-keeper.ts';
import { runShift } from './run-shift.ts';
import type { Session } from './session.ts';
import { describeStatus } from './status.ts';
import { badVerdicts, goodVerdicts } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Moves traffic to a canary step by step, judges it, promotes it or takes it back. */
export const action: Action<Inputs, Verdict> = {
  name: 'canary-shift',
  verdicts: { good: goodVerdicts, bad: badVerdicts },
  unmetPrecondition: 'invalid',
  outputs: ['weight', 'step', 'observed-share', 'requests', 'errors'],
  readInputs,
  run: async (inputs, context) => {
    const cluster = await connect(inputs.connection, context);
    try {
      if (inputs.mode === 'status' || inputs.dryRun) {
        return await work(inputs, context, cluster, context.signal);
      }
      return await locked(inputs, context, cluster);
    } finally {
      await cluster.close();
    }
  },
};

/** Runs while no other run may change the route. */
async function locked(
  inputs: Inputs,
  context: ActionContext,
  cluster: Cluster,
): Promise<ActionResult<Verdict>> {
  const request = {
    kind: 'route' as const,
    name: inputs.route,
    namespace: cluster.namespace,
    waitFor: inputs.lockTimeout,
  };
  let lock;
  try {
    lock = await acquireLock(cluster, request, context);
  } catch (thrown) {
    if (!(thrown instanceof LockHeldError)) throw thrown;
    const session = await openSession(inputs, context, cluster, context.signal);
    const hint = thrown.hint === undefined ? {} : { hint: thrown.hint };
    return resultOf(session, { verdict: 'lost-lock', reason: thrown.message, ...hint });
  }
  try {
    return await work(inputs, context, cluster, lock.signal);
  } finally {
    await lock.release();
  }
}

async function work(
  inputs: Inputs,
  context: ActionContext,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<ActionResult<Verdict>> {
  const session = await openSession(inputs, context, cluster, signal);
  try {
    if (inputs.mode === 'status') return resultOf(session, describeStatus(session));
    if (inputs.dryRun) return resultOf(session, await planShift(session));
    return resultOf(session, await runShift(session));
  } catch (thrown) {
    if (context.signal.aborted) await returnTrafficOfCancelledJob(session);
    const conclusion = concludeFailure(session, thrown);
    if (conclusion === undefined) throw thrown;
    return resultOf(session, conclusion);
  } finally {
    await session.prober?.close();
  }
}

async function openSession(
  inputs: Inputs,
  context: ActionContext,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<Session> {
  const { canary, rule, stable } = inputs;
  const router = await httpRouteRouter(cluster, inputs.route, { rule, stable, canary }, signal);
  const { runAttempt, runId, runUrl } = context.run;
  const run = { id: runId, attempt: runAttempt, url: runUrl };
  const keeper = new RouteKeeper(router, await router.read(signal), run);
  return {
    inputs,
    cluster,
    context,
    signal,
    keeper,
    journal: new Journal(),
    prober: inputs.probe && createProber(inputs.probe.target, context.clock),
    metrics: inputs.metrics && prometheus(inputs.metrics.url, inputs.metrics.token),
    versions: { learnt: undefined },
  };
}
