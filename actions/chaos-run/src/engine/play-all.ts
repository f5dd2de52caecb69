import type { Activity } from '../experiment/experiment.ts';
import { playActivity } from './play-activity.ts';
import type { Stage } from './play-activity.ts';
import type { Session } from './session.ts';

/**
 * Plays activities one after the other, those in the background beside the others, until all are
 * through or `isOver` after one. Rejects with the signal's reason when that aborts, and with what an activity
 * in the foreground crashed of; those in the background are waited for all the same. `onPlayed` is told of each
 * one in the foreground that is through.
 */
export async function playAll(
  activities: readonly Activity[],
  session: Session,
  stage: Stage,
  isOver: () => boolean,
  onPlayed: (activity: Activity) => void = () => undefined,
): Promise<void> {
  const background: Promise<unknown>[] = [];
  try {
    for (const activity of activities) {
      stage.signal.throwIfAborted();
      const played = playActivity(activity, session, stage);
      if (activity.background) {
        // What it ends of is in its entry; Chaos Toolkit asks no background activity for it either.
        background.push(played.catch(() => undefined));
      } else {
        await played;
      }
      onPlayed(activity);
      if (isOver()) break;
    }
  } finally {
    await Promise.all(background);
  }
  stage.signal.throwIfAborted();
}
