import { numberAt } from '@kube-delivery/shared/json/json';
import { withinTimeout } from '@kube-delivery/shared/release/attempt';
import type { BlueGreenRecord } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { otherColour } from '@kube-delivery/shared/release/blue-green/colour';
import { moveBack } from '@kube-delivery/shared/release/blue-green/move-back';
import { readColours } from '@kube-delivery/shared/release/blue-green/read-colours';
import type { Failure } from '@kube-delivery/shared/release/failure';
import type { Session } from '../session.ts';

/**
 * Lets users back to the colour that a revision left, or was about to leave, unless that has no pods to
 * serve them with. Where they are there already nothing is written.
 */
export async function returnUsers(
  session: Session,
  blueGreen: BlueGreenRecord,
): Promise<Failure | undefined> {
  return withinTimeout(session, async ({ signal }) => {
    const { deployments } = await readColours(session.cluster, blueGreen, signal);
    const old = deployments[otherColour(blueGreen.colour)];
    const available = numberAt(old, 'status', 'availableReplicas') ?? 0;
    if (available > 0) await moveBack({ ...session, signal }, blueGreen);
    return undefined;
  });
}
