import { numberAt } from '@kube-delivery/shared/json/json';
import type { BlueGreenRecord } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { otherColour } from '@kube-delivery/shared/release/blue-green/colour';
import type { Colour } from '@kube-delivery/shared/release/blue-green/colour';
import { moveBack } from '@kube-delivery/shared/release/blue-green/move-back';
import { readColours } from '@kube-delivery/shared/release/blue-green/read-colours';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import type { Session } from '../session.ts';

/**
 * The switch of a run that was lost, or that could not be undone, after it had moved users to the colour
 * that serves: nobody has seen that one stay good. A rollback's switch is to a colour that was good.
 */
export function lostSwitch(
  { coloured, lastGood, running }: HistoryFacts,
  live: Colour,
): BlueGreenRecord | undefined {
  if (coloured?.blueGreen === undefined || running !== undefined) return undefined;
  const { blueGreen, revision, rollback } = coloured;
  const isNewer = revision > (lastGood?.revision ?? 0);
  if (!isNewer || rollback !== undefined || blueGreen.moved.length === 0) return undefined;
  const good = lastGood?.blueGreen?.colour ?? 'blue';
  return blueGreen.colour === live && good !== live ? blueGreen : undefined;
}

/**
 * Lets users back to the last good colour before anything else is done: the colour that a lost run had
 * moved them to was never seen good, and what comes next takes the place of the other one. Not where that
 * has no pods to serve with. Gives whether users were moved.
 */
export async function undoLostSwitch(session: Session, lost: BlueGreenRecord): Promise<boolean> {
  const { cluster, context, release, signal } = session;
  const { deployments } = await readColours(cluster, lost, signal);
  const good = deployments[otherColour(lost.colour)];
  const count = (field: string): number => numberAt(good, 'status', field) ?? 0;
  const canServe = count('availableReplicas') > 0 && count('unavailableReplicas') === 0;
  if (good === undefined || !canServe) return false;
  context.log.notice(
    `A lost run of release ${release} had switched Service ${lost.service} to ${lost.colour}; it goes back to Deployment ${good.metadata.name} first.`,
  );
  await moveBack(session, lost);
  return true;
}
