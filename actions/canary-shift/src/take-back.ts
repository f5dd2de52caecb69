import { VerdictError } from '@kube-delivery/shared/action/errors';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import { finishRelease } from './canary-release.ts';
import { ensureCapacity } from './ensure-capacity.ts';
import { versionOfSide } from './learn-versions.ts';
import { planRejected, remember } from './memory.ts';
import { moveTraffic, writeSplit } from './move-traffic.ts';
import { untilRolledOut } from './pod-readiness.ts';
import type { ProbeInputs } from './probe-inputs.ts';
import { withReleaseLock } from './release-lock.ts';
import { keepEvidence, removeCanary } from './remove-canary.ts';
import { deadlineIn, presentRecord } from './session.ts';
import type { Session } from './session.ts';
import { isPromoting } from '@kube-delivery/shared/traffic/shift-record';
import type { ShiftRecord, TakeBackCause } from '@kube-delivery/shared/traffic/shift-record';
import { findSides } from './sides.ts';
import { stableUpdate } from './stable-update.ts';
import { verifyVersion } from './verify-version.ts';

/**
 * Takes all traffic back to the stable side, proves it, and leaves the objects as they were before
 * the shift: the canary's are gone, unless a later revision has taken their place. Every act may be
 * repeated; the record goes last.
 */
export async function takeBack(
  session: Session,
  record: ShiftRecord,
  cause: TakeBackCause,
  reason: string,
): Promise<void> {
  const { context, keeper } = session;
  context.log.info(`Taking traffic back to ${record.services.stable}: ${reason}`);
  if (isPromoting(record.phase)) await restoreStable(session, record);
  await moveTraffic(
    session,
    {
      ...record,
      phase: 'rolling-back',
      cause,
      reason,
      weight: 0,
      deadline: deadlineIn(session, session.inputs.propagationTimeout + session.inputs.drain),
    },
    0,
  );
  await proveNothingLeft(session);
  await drain(session);
  if (cause === 'rolled-back') {
    const { revision, workloads } = record;
    await remember(session, workloads.stable, (stable) => planRejected(stable, revision, reason));
  }
  await keepEvidence(session);
  await writeSplit(session, presentRecord(session), originalSplit(record));
  if (cause !== 'superseded') {
    const outcome = cause === 'aborted' ? 'abandoned' : 'rolled-back';
    await withReleaseLock(session, record, async () => {
      await removeCanary(session);
      await finishRelease(session, record, outcome, reason);
    });
  }
  await keeper.write(undefined, session.signal);
}

/** Lets the requests that are under way at the canary end. */
export async function drain({ context, inputs, signal }: Session): Promise<void> {
  if (inputs.drain === 0) return;
  context.log.info(`Draining the canary for ${formatDuration(inputs.drain)}`);
  await context.clock.sleep(inputs.drain, signal);
}

/** The weights before the shift; a canary that had a share then gets none, as it will be gone. */
export function originalSplit({ original }: ShiftRecord): ShiftRecord['original']['split'] {
  const { split } = original;
  if (split.canary === undefined || split.canary === 0) return split;
  return { stable: split.stable + split.canary, canary: 0 };
}

/** A promotion that is given up has touched the stable side: the canary serves until it is restored. */
async function restoreStable(session: Session, record: ShiftRecord): Promise<void> {
  const capacity = await ensureCapacity(session, 100);
  if (capacity.ready) {
    await moveTraffic(session, { ...record, phase: 'promotion-failed', weight: 100 }, 100);
  }
  await withReleaseLock(session, record, () => stableUpdate(session, record).revert());
  const readiness = await untilRolledOut(session, record.workloads.stable);
  if (readiness.ready) return;
  throw new VerdictError(
    'promotion-failed',
    `Deployment ${record.workloads.stable} did not become ready with its old images: ${readiness.why}`,
    { hint: 'Traffic was left on the canary; repair the stable side, then run mode abort again' },
  );
}

async function proveNothingLeft(session: Session): Promise<void> {
  const { probe } = session.inputs;
  if (probe === undefined) return;
  const stable = session.versions.learnt?.stable ?? (await learnStableVersion(session, probe));
  // What the canary answers badly may not say that it is the canary: all must be the stable side's.
  const verified = await verifyVersion(session, stable, Infinity);
  if (verified.ready) return;
  throw new VerdictError('held', `the weights are back, but ${verified.why}`, {
    hint: 'The canary was left running; run the job again to finish taking it back',
  });
}

async function learnStableVersion(session: Session, probe: ProbeInputs): Promise<string> {
  const { stable } = await findSides(session);
  return versionOfSide(session, probe, stable.service);
}
