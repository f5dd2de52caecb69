import { messageOf, VerdictError } from '@kube-delivery/shared/action/errors';
import { ApiError } from '@kube-delivery/shared/cluster/api-error';
import { canaryPercent } from '@kube-delivery/shared/traffic/split';
import { finishRelease } from './canary-release.ts';
import { returnWeights } from './capacity.ts';
import { checkRevision } from './check-revision.ts';
import { ensureCapacity, readWorkload } from './ensure-capacity.ts';
import { planPromoted, remember } from './memory.ts';
import { moveTraffic, writeSplit } from './move-traffic.ts';
import { untilServing, untilRolledOut } from './pod-readiness.ts';
import type { Readiness } from './pod-readiness.ts';
import { withReleaseLock } from './release-lock.ts';
import { removeCanary } from './remove-canary.ts';
import { revisionOf } from './revision.ts';
import { deadlineIn, deployment, presentRecord } from './session.ts';
import type { Session } from './session.ts';
import { replicasOf } from './sides.ts';
import { stableUpdate } from './stable-update.ts';
import { drain, originalSplit } from './take-back.ts';
import { verifyVersion } from './verify-version.ts';

/** Failed probes of a hundred that may be the network's doing; they are asked again. */
const mostBlips = 1;

/**
 * Promotes the canary in the order that keeps users served: traffic is held where it is, the stable
 * side gets the revision, all of it must become ready, traffic goes back in steps, is verified and
 * drained, and only then the canary is removed. A stable side that does not become good gets no
 * traffic: what it had goes to the canary. Goes on from the phase that the record names.
 */
export async function promote(session: Session): Promise<void> {
  const record = presentRecord(session);
  const { phase } = record;
  await withReleaseLock(session, record, async () => {
    if (phase !== 'returning' && phase !== 'removing') await updateStable(session);
    if (phase !== 'removing') await returnTraffic(session);
    await finish(session);
  });
}

async function updateStable(session: Session): Promise<void> {
  const { context, inputs, keeper, signal } = session;
  const record = presentRecord(session);
  const isBegun = record.phase === 'promoting' || record.phase === 'promotion-failed';
  if (!isBegun) await checkRevision(session);
  const deadline = deadlineIn(session, inputs.timeout);
  await keeper.write({ ...record, phase: 'promoting', reason: '', deadline }, signal);
  context.log.info(`Promoting ${record.workloads.canary} to ${record.workloads.stable}`);
  const readiness = await attempt(session, async () => {
    await stableUpdate(session, record).apply();
    const rolledOut = await untilRolledOut(session, record.workloads.stable);
    if (!rolledOut.ready) return rolledOut;
    const stable = await readWorkload(session, record.workloads.stable);
    const { stable: service } = record.services;
    return untilServing(session, service, record.workloads.stable, replicasOf(stable));
  });
  if (!readiness.ready) await leaveOnCanary(session, readiness.why);
}

async function returnTraffic(session: Session): Promise<void> {
  for (const weight of returnWeights(canaryPercent(session.keeper.split) ?? 0)) {
    const deadline = deadlineIn(session, session.inputs.propagationTimeout);
    const record = presentRecord(session);
    await moveTraffic(session, { ...record, phase: 'returning', weight, deadline }, weight);
    const verified = await verifyRevision(session);
    if (!verified.ready) await leaveOnCanary(session, verified.why);
  }
  await drain(session);
}

async function finish(session: Session): Promise<void> {
  const { inputs, keeper, signal } = session;
  const record = presentRecord(session);
  const deadline = deadlineIn(session, inputs.propagationTimeout);
  const removing = { ...record, phase: 'removing', weight: 0, deadline } as const;
  await writeSplit(session, removing, originalSplit(record));
  const { revision, workloads } = record;
  await remember(session, workloads.stable, (stable) => planPromoted(stable, revision));
  const canary = await session.cluster.read(deployment(session, workloads.canary), signal);
  const isOurs = canary === undefined || revisionOf(canary) === revision;
  if (isOurs) await removeCanary(session);
  await finishRelease(session, record, 'deployed', '');
  await keeper.write(undefined, signal);
}

/** Both sides run one revision: every probe must be answered well, and by that revision. */
async function verifyRevision(session: Session): Promise<Readiness> {
  const wanted = session.versions.learnt?.canary;
  return wanted === undefined ? { ready: true } : verifyVersion(session, wanted, mostBlips);
}

async function leaveOnCanary(session: Session, why: string): Promise<never> {
  const record = presentRecord(session);
  const reason = `the stable side did not become good: ${why}`;
  const capacity = await ensureCapacity(session, 100);
  const percent = capacity.ready ? 100 : (canaryPercent(session.keeper.split) ?? 0);
  const failed = { ...record, phase: 'promotion-failed', reason, weight: percent } as const;
  await moveTraffic(session, failed, percent);
  throw new VerdictError(
    'promotion-failed',
    `${reason}; ${percent}% of the traffic is on the canary`,
    {
      hint: 'Run the job again to try once more, or mode abort to go back to the old revision',
    },
  );
}

/** A refused write or a missing permission is a promotion that failed, not the end of all care. */
async function attempt(session: Session, work: () => Promise<Readiness>): Promise<Readiness> {
  try {
    return await work();
  } catch (thrown) {
    session.signal.throwIfAborted();
    if (
      thrown instanceof ApiError ||
      (thrown instanceof Error && thrown.name === 'PreconditionError')
    ) {
      return { ready: false, why: messageOf(thrown) };
    }
    throw thrown;
  }
}
