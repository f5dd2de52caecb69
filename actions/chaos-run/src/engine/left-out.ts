import type { Activity } from '../experiment/experiment.ts';
import type { Dry } from './engine.ts';

/** Whether a dry run leaves the activity out. */
export function isLeftOut(activity: Pick<Activity, 'type'>, dry: Dry | undefined): boolean {
  switch (dry) {
    case 'activities':
      return true;
    case 'actions':
      return activity.type === 'action';
    case 'probes':
      return activity.type === 'probe';
    case 'pause':
    case undefined:
      return false;
  }
}

/** Whether a dry run only shows what a real one would do; without the pauses it still is a real one. */
export function isPlanned(dry: Dry | undefined): boolean {
  return dry !== undefined && dry !== 'pause';
}
