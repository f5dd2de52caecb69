import type { ColourPair } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import type { Colour } from '@kube-delivery/shared/release/blue-green/colour';
import { prepareColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import { readColours } from '@kube-delivery/shared/release/blue-green/read-colours';
import { restoreColour } from '@kube-delivery/shared/release/blue-green/restore-colour';
import type { Failure } from '@kube-delivery/shared/release/failure';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import type { Session } from '../session.ts';

/** A revision that was restored in one colour, or could not be. */
export interface Restored {
  readonly failure: Failure | undefined;
  /** As it was restored; undefined where no revision was. */
  readonly prepared: PreparedColour | undefined;
}

/**
 * Restores a good revision in a colour, whoever owns its fields by now, and lets that serve. Undefined
 * where the revision lacks the pair's Deployment.
 */
export async function restoreIn(
  session: Session,
  { objects }: ReleaseRecord,
  pair: ColourPair,
  colour: Colour,
): Promise<Restored | undefined> {
  const colours = await readColours(session.cluster, pair, session.signal);
  const prepared = await prepareColour(session, { colours, colour, objects, force: true });
  if (prepared === undefined) return undefined;
  return { failure: await restoreColour(session, prepared), prepared };
}
