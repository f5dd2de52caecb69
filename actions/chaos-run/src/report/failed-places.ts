import { stringAt } from '@kube-delivery/shared/json/json';
import { failedLook } from '../engine/failed-look.ts';
import { failureOf } from '../engine/failure.ts';
import { hypothesisKey } from '../experiment/check-hypothesis.ts';
import type { Activity, Experiment } from '../experiment/experiment.ts';
import type { ActivityRun, HypothesisState } from '../journal/journal.ts';
import type { Played } from './played.ts';

/** Something that went wrong, and the line of the experiment that it is about. */
export interface FailedPlace {
  readonly line: number;
  readonly message: string;
}

/**
 * Everything that went wrong in an experiment by its lines: each activity once, in the order of the run, then
 * what could not be taken back, a hypothesis that did not hold again, and that nothing was done.
 */
export function failedPlaces(played: Played): readonly FailedPlace[] {
  const { experiment, result } = played;
  const { run, rollbacks, steady_states: states } = result.journal;
  const probes = experiment.hypothesis?.probes ?? [];
  const during = states.during.filter((state) => state.steady_state_met === false);
  const method = run.flatMap((entry) => entryPlace(experiment.method, entry));
  const found = [
    ...lookPlaces(probes, states.before, 'before the method'),
    ...method,
    ...lookPlaces(probes, during[0] ?? null, timesText(during.length, states.during.length)),
    ...lookPlaces(probes, states.after, 'after the method'),
    ...rollbacks.flatMap((entry) => entryPlace(experiment.rollbacks, entry)),
  ];
  const once = found.filter(
    (place, index) => found.findIndex((other) => other.line === place.line) === index,
  );
  return [...once, ...endPlaces(played, method.length > 0)];
}

function endPlaces(
  { experiment, faultLines, judgement, result }: Played,
  isTold: boolean,
): readonly FailedPlace[] {
  const { recovery, undo } = result;
  const left = undo.filter(({ outcome }) => outcome === 'failed');
  return [
    ...left.map(({ title, reason }) => ({
      line: faultLines.get(title) ?? lineAt(experiment, 'method'),
      message: `Could not take back "${title}": ${reason}`,
    })),
    ...(recovery?.recovered === false
      ? [{ line: lineAt(experiment, hypothesisKey), message: sentence(recovery.reason) }]
      : []),
    // An action that hit nothing has said so at its own line.
    ...(judgement.verdict === 'no-effect' && !isTold
      ? [{ line: actionLine(experiment), message: sentence(judgement.reason) }]
      : []),
  ];
}

/** The only action of the method, or the method. */
function actionLine(experiment: Experiment): number {
  const [action, ...others] = experiment.method.filter(({ type }) => type === 'action');
  return action === undefined || others.length > 0 ? lineAt(experiment, 'method') : action.line;
}

function lineAt({ lineOf }: Experiment, key: string): number {
  return lineOf?.([key]) ?? 1;
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
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
