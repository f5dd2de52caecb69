import type { Activity, Phase } from '../experiment/experiment.ts';
import type { Dry } from './engine.ts';

/** Whether a dry run leaves the activity out. */
export function isLeftOut(
  { type, provider }: Pick<Activity, 'type' | 'provider'>,
  dry: Dry | undefined,
  phase: Phase,
): boolean {
  switch (dry) {
    case 'activities':
      return true;
    case 'actions':
      return type === 'action';
    case 'probes':
      return type === 'probe';
    case 'plan':
      return type === 'action' && (provider.type !== 'python' || phase !== 'method');
    case 'pause':
    case undefined:
      return false;
  }
}

/** Whether a dry run only shows what a real one would do; without the pauses it still is a real one. */
export function isPlanned(dry: Dry | undefined): boolean {
  return dry !== undefined && dry !== 'pause';
}

/** Whether actions are really done. Chaos Toolkit's `probes` and `pause` leave out nothing else. */
export function changesThings(dry: Dry | undefined): boolean {
  return dry === undefined || dry === 'pause' || dry === 'probes';
}
