import { withinTimeout } from '@kube-delivery/shared/release/attempt';
import type { BlueGreenRecord } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { otherColour } from '@kube-delivery/shared/release/blue-green/colour';
import { planOf } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import { readColours } from '@kube-delivery/shared/release/blue-green/read-colours';
import { removeColour } from '@kube-delivery/shared/release/blue-green/remove-colour';
import { notPainted } from '@kube-delivery/shared/release/blue-green/restore-colour';
import { deleteAll } from '@kube-delivery/shared/release/delete-all';
import type { Failure } from '@kube-delivery/shared/release/failure';
import { putBack } from '@kube-delivery/shared/release/put-back';
import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { addedSince } from '@kube-delivery/shared/release/restore-revision';
import type { Session } from '../session.ts';
import { restoreIn } from './restore-in.ts';
import type { Restored } from './restore-in.ts';
import { returnUsers } from './return-users.ts';

/** A record of a release with two colours. */
export interface ColouredRecord extends ReleaseRecord {
  readonly blueGreen: BlueGreenRecord;
}

/** How the leaving of a bad colour ended. */
export interface Leaving {
  /** Undefined where users are on the old colour, and all that belongs to it is as it was. */
  readonly failure: Failure | undefined;
  readonly deleted: number;
}

/**
 * Leaves a colour that did not become good: first the users, then what else its revision changed, then
 * the colour itself; with `on-failure: hold` the users only.
 */
export async function leaveBadColour(
  session: Session,
  facts: HistoryFacts,
  record: ColouredRecord,
  prepared: PreparedColour,
): Promise<Leaving> {
  const { pair } = prepared.colours;
  let deleted = 0;
  const moving = await returnUsers(session, record.blueGreen);
  if (moving !== undefined) return { failure: moving, deleted };
  if (session.inputs.onFailure === 'hold') return { failure: undefined, deleted };
  const restored = await restoreOld(session, facts, prepared);
  if (restored.failure !== undefined) return { failure: restored.failure, deleted };
  const failure = await withinTimeout(session, async ({ signal }) => {
    deleted += await removeColour({ ...session, signal }, pair, prepared.painting);
    const created = [...facts.strayCreations, ...record.created];
    const added = addedSince(facts.lastGood ?? { ...record, objects: [] }, created);
    const surplus = restored.prepared === undefined ? added : notPainted(restored.prepared, added);
    deleted += await deleteAll({ ...session, signal }, surplus);
    return undefined;
  });
  return { failure, deleted };
}

/** Restores the last good revision in the old colour, where the history knows one. */
async function restoreOld(
  session: Session,
  { lastGood }: HistoryFacts,
  prepared: PreparedColour,
): Promise<Restored> {
  const { colour } = prepared.painting;
  const { pair } = prepared.colours;
  const restored = lastGood && (await restoreIn(session, lastGood, pair, otherColour(colour)));
  if (restored !== undefined) return restored;
  const { live } = await readColours(session.cluster, pair, session.signal);
  if (live === colour) {
    const reason = `the history holds no good revision of Deployment ${pair.workload}, and no pod of its other colour is ready`;
    return { failure: { reason, diagnoses: [] }, prepared: undefined };
  }
  // An adopted Deployment: what stood around it is put back as it was seen.
  const failure = await withinTimeout(session, async ({ signal }) => {
    await putBack({ ...session, signal }, changed(prepared));
    return undefined;
  });
  return { failure, prepared: undefined };
}

function changed(prepared: PreparedColour): PreparedColour['plan'] {
  const { objects, refusals } = planOf(prepared, 'before', 'switch', 'after');
  return { objects: objects.filter(({ action }) => action === 'update'), refusals };
}
