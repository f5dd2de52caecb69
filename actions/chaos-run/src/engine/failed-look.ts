import type { Json } from '@kube-delivery/shared/json/json';
import { isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { ActivityRun, HypothesisState } from '../journal/journal.ts';
import { isOwnProbe } from '../journal/own-probe.ts';
import { failureOf } from './failure.ts';

const longest = 100;

/** Why a look at the hypothesis failed, as a clause: `"web answers" gave 503, which its tolerance 200 does not allow`. */
export function failedLook(state: HypothesisState): string {
  const last = state.probes.at(-1);
  if (last === undefined) return 'no probe was asked';
  const name = JSON.stringify(stringAt(last.activity, 'name') ?? 'a probe');
  const failure = failureOf(last);
  if (failure !== undefined) return `${name} failed: ${failure}`;
  if (last.status === undefined) return `${name} was cut short`;
  const reason = ownReason(last);
  if (reason !== '') return `${name} failed: ${reason}`;
  return `${name} gave ${shown(asked(last))}, which its tolerance ${shown(toleranceOf(last))} does not allow`;
}

/** What our own probes give as the reason why something did not pass; empty where there is none. */
function ownReason(entry: ActivityRun): string {
  return isOwnProbe(entry) ? (stringAt(entry.output, 'reason') ?? '') : '';
}

function toleranceOf({ activity }: ActivityRun): Json {
  return activity.tolerance ?? null;
}

/** What the tolerance is about: of an answer or a process its status, where a number is asked for. */
function asked(entry: ActivityRun): Json {
  const { output } = entry;
  const tolerance = toleranceOf(entry);
  if (!isJsonObject(output)) return output;
  const target = stringAt(tolerance, 'target');
  if (target !== undefined) return output[target] ?? output;
  const isByStatus = typeof tolerance === 'number' || Array.isArray(tolerance);
  return isByStatus ? (output.status ?? output) : output;
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
