import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { watchUntilReady } from '@kube-delivery/shared/release/watch-until-ready';
import { colourWorkload } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { Failure } from '@kube-delivery/shared/release/failure';
import { DeadlineError } from '@kube-delivery/shared/time/deadline';
import type { Deadline } from '@kube-delivery/shared/time/deadline';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import type { Session } from '../session.ts';
import { cpuUnrest, readCpuUsage } from './cpu-usage.ts';
import type { CpuUsage } from './cpu-usage.ts';
import type { PodUnrest } from './pod-unrest.ts';
import { podsOf, watchPods } from './watch-pods.ts';

/** CPU that does not become steady holds a release up for so many times, and no longer. */
const mostCpuRounds = 5;

/**
 * Waits until the pods of a colour have been ready for `settle` milliseconds on end, without a restart
 * and, where it is measured, with steady CPU; each unrest begins the time anew.
 */
export async function untilSettled(
  session: Session,
  prepared: PreparedColour,
  unrest: PodUnrest,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const workload = colourWorkload(prepared);
  const { settle } = session.inputs.blueGreen;
  const { log } = session.context;
  const pods = podsOf(prepared);
  let seen: string | undefined;
  for (let round = 1; ; round += 1) {
    try {
      const within = { ...session, signal: deadline.signal };
      const before: CpuUsage = settle > 0 ? await readCpuUsage(within, pods) : new Map();
      seen = await watchPods(within, pods, unrest, settle);
      if (seen === undefined && before.size > 0 && round <= mostCpuRounds) {
        seen = cpuUnrest(before, await readCpuUsage(within, pods));
      }
    } catch (error) {
      if (!(error instanceof DeadlineError) || seen === undefined) throw error;
      const reason = `${describeReference(workload)} was never steady for ${formatDuration(settle)}: ${seen}`;
      return { reason, diagnoses: [] };
    }
    if (seen === undefined) return undefined;
    log.info(`${describeReference(workload)} is not steady: ${seen}`);
    const failure = await watchUntilReady(session, [workload], deadline);
    if (failure !== undefined) return failure;
    unrest.forget();
  }
}
