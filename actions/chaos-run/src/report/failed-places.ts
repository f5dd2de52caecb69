import { stringAt } from '@kube-delivery/shared/json/json';
import { failedLook } from '../engine/failed-look.ts';
import { failureOf } from '../engine/failure.ts';
import type { Activity } from '../experiment/experiment.ts';
import type { ActivityRun, HypothesisState } from '../journal/journal.ts';
import type { Played } from './played.ts';

/** Something that went wrong, and the line of the experiment that it is about. */
export interface FailedPlace {
  readonly line: number;
  readonly message: string;
}

/** Everything that went wrong in an experiment by its lines: each activity once, in the order of the run. */
export function failedPlaces({ experiment, result }: Played): readonly FailedPlace[] {
  const { run, rollbacks, steady_states: states } = result.journal;
  const probes = experiment.hypothesis?.probes ?? [];
  const during = states.during.filter((state) => state.steady_state_met === false);
  const found = [
    ...lookPlaces(probes, states.before, 'before the method'),
    ...run.flatMap((entry) => entryPlace(experiment.method, entry)),
    ...lookPlaces(probes, during[0] ?? null, timesText(during.length, states.during.length)),
    ...lookPlaces(probes, states.after, 'after the method'),
    ...rollbacks.flatMap((entry) => entryPlace(experiment.rollbacks, entry)),
  ];
  return found.filter(
    (place, index) => found.findIndex((other) => other.line === place.line) === index,
  );
}

function timesText(failed: number, all: number): string {
  return `in ${failed} of ${all} looks during the method`;
}

function lookPlaces(
  probes: readonly Activity[],
  state: HypothesisState | null,
  when: string,
): readonly FailedPlace[] {
  const last = state?.probes.at(-1);
  if (state?.steady_state_met !== false || last === undefined) return [];
  const message = `The hypothesis did not hold ${when}: ${failedLook(state)}`;
  return [{ line: lineOf(probes, last), message }];
}

function entryPlace(activities: readonly Activity[], entry: ActivityRun): readonly FailedPlace[] {
  const failure = failureOf(entry);
  if (failure === undefined) return [];
  const { name, type } = entry.activity;
  const what = `The ${typeof type === 'string' ? type : 'activity'} ${JSON.stringify(name ?? '')}`;
  return [{ line: lineOf(activities, entry), message: `${what} failed: ${failure}` }];
}

function lineOf(activities: readonly Activity[], { activity }: ActivityRun): number {
  const name = stringAt(activity, 'name');
  const found =
    activities.find(({ document }) => document === activity) ??
    activities.find((each) => each.name === name);
  return found?.line ?? 1;
}
