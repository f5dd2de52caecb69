import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { Journal } from './journal.ts';

/** The version of Chaos Toolkit's library whose behaviour and journal these are. */
export const chaoslibVersion = '1.44.0';

/** The journal of an experiment that begins at `start`. */
export function newJournal(
  experiment: JsonObject,
  machine: { readonly platform: string; readonly node: string },
  start: string,
): Journal {
  return {
    'chaoslib-version': chaoslibVersion,
    platform: machine.platform,
    node: machine.node,
    experiment,
    start,
    status: null,
    deviated: false,
    steady_states: { before: null, after: null, during: [] },
    run: [],
    rollbacks: [],
  };
}
