import { awaitReady } from '@kube-delivery/shared/cluster/await-ready';
import { endpointSlicesOf, readyEndpoints } from '@kube-delivery/shared/cluster/ready-endpoints';
import { DeadlineError, startDeadline } from '@kube-delivery/shared/time/deadline';
import { deployment } from './session.ts';
import type { Session } from './session.ts';

/** Good, or why not. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly why: string };

const logLines = 20;
/** Endpoints follow readiness within moments. */
const endpointsFollow = 30_000;

/** Waits until all pods of a Deployment run its present template and are available. */
export async function untilRolledOut(session: Session, workload: string): Promise<Readiness> {
  const { cluster, context, inputs, journal, signal } = session;
  const result = await awaitReady(cluster, [deployment(session, workload)], {
    signal,
    timeout: inputs.timeout,
    failFast: true,
    logLines,
    clock: context.clock,
    log: context.log,
  });
  if (result.ready) return result;
  for (const { containers, events } of result.diagnoses) {
    journal.addEvents(events);
    journal.addEvents(containers.flatMap(({ log, previousLog }) => [...previousLog, ...log]));
  }
  return { ready: false, why: result.diagnoses.map(({ reason }) => reason).join('; ') };
}

/** Waits until a Deployment is ready and its Service has `count` ready endpoints (EndpointSlices). */
export async function untilServing(
  session: Session,
  service: string,
  workload: string,
  count: number,
): Promise<Readiness> {
  const { cluster, context, signal } = session;
  const rolledOut = await untilRolledOut(session, workload);
  if (!rolledOut.ready) return rolledOut;
  const what = `having ${count} ready endpoints of Service ${service}`;
  const deadline = startDeadline(context.clock, endpointsFollow, what, signal);
  let present = 0;
  try {
    for await (const slices of cluster.observe(endpointSlicesOf(service), deadline.signal)) {
      present = readyEndpoints(slices).length;
      if (present >= count) return { ready: true };
    }
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(deadline.signal.reason instanceof DeadlineError)) throw thrown;
  } finally {
    deadline.cancel();
  }
  signal.throwIfAborted();
  return { ready: false, why: `Service ${service} has ${present} ready endpoints of ${count}` };
}
