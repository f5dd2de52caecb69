import type { Secrets } from '@kube-delivery/shared/action/secrets';
import { isJsonObject, objectAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Experiment, Scope } from '../experiment/experiment.ts';
import { hideInObject, hideKnown, hideLiterals, hideValues } from './hide-secrets.ts';
import type { ActivityRun, HypothesisState, Journal } from './journal.ts';

/** What the writing of a journal depends on. */
export interface JournalFacts {
  readonly secrets: Secrets;
  readonly experiment: Experiment;
  readonly scope: Scope;
  /** Names of the configuration that dynamic probes made. */
  readonly dynamic: readonly string[];
  readonly compat: 'strict' | 'chaostoolkit';
}

/**
 * The journal as JSON, laid out as Python writes it. Secret values are `***` wherever they stand; with
 * `compat: chaostoolkit` what stands literally in the experiment's file is copied as it is.
 */
export function journalText(journal: Journal, facts: JournalFacts): string {
  const { secrets } = facts;
  const { before, after, during } = journal.steady_states;
  const state = (each: HypothesisState | null): Json =>
    each === null ? null : { ...each, probes: each.probes.map((entry) => run(entry, facts)) };
  const own = journal['x-kube-delivery'];
  const shown: JsonObject = {
    ...(journal as unknown as JsonObject),
    experiment: experimentCopy(journal.experiment, facts),
    steady_states: { before: state(before), after: state(after), during: during.map(state) },
    run: journal.run.map((entry) => run(entry, facts)),
    rollbacks: journal.rollbacks.map((entry) => run(entry, facts)),
    ...(own === undefined ? {} : { 'x-kube-delivery': hideInObject(own, secrets) }),
  };
  return JSON.stringify(shown, undefined, 2);
}

function run(entry: ActivityRun, facts: JournalFacts): JsonObject {
  const { secrets } = facts;
  const { exception } = entry;
  return {
    ...entry,
    activity: activityCopy(entry.activity, facts),
    output: hideKnown(entry.output, secrets),
    ...(exception === undefined
      ? {}
      : { exception: exception.map((line) => secrets.redact(line)) }),
  };
}

function activityCopy(activity: JsonObject, { compat, secrets }: JournalFacts): JsonObject {
  if (compat === 'strict') return hideInObject(activity, secrets);
  const tolerance = valueAt(activity, 'tolerance');
  if (stringAt(tolerance, 'type') !== 'probe') return activity;
  // Its argument `value` is what a probe gave, not what stands in the file.
  return { ...activity, tolerance: hideKnown(tolerance ?? null, secrets) };
}

function experimentCopy(copy: JsonObject, facts: JournalFacts): JsonObject {
  const { compat, secrets } = facts;
  if (compat === 'strict') {
    const literals = copy.secrets;
    const hidden = hideInObject(copy, secrets);
    return literals === undefined ? hidden : { ...hidden, secrets: hideGroups(literals) };
  }
  const title = copy.title ?? null;
  const isLiteral = title === facts.experiment.title;
  return withDynamic({ ...copy, title: isLiteral ? title : hideKnown(title, secrets) }, facts);
}

function hideGroups(groups: Json): Json {
  return isJsonObject(groups) ? hideLiterals(groups) : groups;
}

/** Chaos Toolkit leaves all secrets in the copy of a probe that makes configuration. */
function withDynamic(copy: JsonObject, { dynamic, scope }: JournalFacts): JsonObject {
  const configuration = objectAt(copy, 'configuration');
  const made = dynamic.filter((name) => isJsonObject(valueAt(configuration, name, 'provider')));
  if (made.length === 0) return copy;
  const secrets = hideValues(scope.secrets);
  const shown = made.map((name) => {
    const provider = { ...objectAt(configuration, name, 'provider'), secrets };
    return [name, { ...objectAt(configuration, name), provider }] as const;
  });
  return { ...copy, configuration: { ...configuration, ...Object.fromEntries(shown) } };
}
