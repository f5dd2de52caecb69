import { messageOf } from '@kube-delivery/shared/action/errors';
import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { ReleaseHistory } from '@kube-delivery/shared/release/release-history';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { ReleaseOutcome, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import type { Session } from './session.ts';
import type { ShiftRecord } from '@kube-delivery/shared/traffic/shift-record';

/** The record that deploy keeps of the canary's release; undefined for a canary made otherwise. */
export async function releaseOf(
  session: Session,
  { release }: ShiftRecord,
): Promise<ReleaseRecord | undefined> {
  if (release === undefined) return undefined;
  return historyOf(session, release.name).read(release.revision, session.signal);
}

/** The release that ran before the canary's, where the history knows it. */
export async function lastGoodOf(
  session: Session,
  { release }: ShiftRecord,
): Promise<ReleaseRecord | undefined> {
  if (release === undefined) return undefined;
  const records = await historyOf(session, release.name).list(session.signal);
  return factsOf(records).lastGood;
}

/** Everything that deploy made for the canary alone. */
export async function canaryObjectsOf(
  session: Session,
  record: ShiftRecord,
): Promise<readonly ObjectReference[]> {
  const release = await releaseOf(session, record);
  return release?.canary?.objects ?? [];
}

/** Keeps in the release's history how its canary ended. Never fails: traffic is what counts. */
export async function finishRelease(
  session: Session,
  record: ShiftRecord,
  outcome: Extract<ReleaseOutcome, 'deployed' | 'rolled-back' | 'abandoned'>,
  reason: string,
): Promise<void> {
  try {
    const release = await releaseOf(session, record);
    if (release?.outcome !== 'canary') return;
    const history = historyOf(session, release.release);
    const { lastGood } = factsOf(await history.list(session.signal));
    const restored = outcome === 'rolled-back' && lastGood ? { restored: lastGood.revision } : {};
    await history.finish(release, { outcome, reason, ...restored }, session.signal);
  } catch (thrown) {
    session.signal.throwIfAborted();
    const { name = '', revision = 0 } = record.release ?? {};
    session.context.log.warning(
      `The history of release ${name} could not be told that revision ${revision} is ${outcome}: ${messageOf(thrown)}`,
    );
  }
}

function historyOf({ cluster, context }: Session, release: string): ReleaseHistory {
  return new ReleaseHistory(cluster, release, context.clock);
}
