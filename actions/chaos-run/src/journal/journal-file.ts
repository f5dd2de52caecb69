import type { Secrets } from '@kube-delivery/shared/action/secrets';
import { arrayAt, isJsonObject, objectAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Experiment, Scope } from '../experiment/experiment.ts';
import { noFloatMarks } from '../experiment/float-marks.ts';
import { FloatPlaces } from './float-places.ts';
import { KeptLooks } from './kept-looks.ts';
import { hideInObject, hideKnown, hideLiterals, hideValues } from './hide-secrets.ts';
import type { ActivityRun, HypothesisState, Journal } from './journal.ts';
import { pythonJson } from './python-json.ts';

/** What the writing of a journal depends on. */
export interface JournalFacts {
  readonly secrets: Secrets;
  readonly experiment: Experiment;
  readonly scope: Scope;
  /** Names of the configuration that dynamic probes made. */
  readonly dynamic: readonly string[];
  readonly compat: 'strict' | 'chaostoolkit';
}

interface Writing extends JournalFacts {
  readonly floats: FloatPlaces;
}

/**
 * Writes a journal as JSON, laid out as Python does. Secret values are `***` wherever they stand; with
 * `compat: chaostoolkit` what stands literally in the experiment's file is copied as it is. A journal that grows is
 * written again and again: looks that are through are not written anew.
 */
export function journalWriter(facts: JournalFacts): (journal: Journal) => string {
  const looks = new KeptLooks();
  return (journal) => {
    const floats = new FloatPlaces();
    const { document, floats: marks = noFloatMarks } = facts.experiment;
    // Activities of the journal are parts of the document, or of its copy where that has changed.
    floats.markDocument(document, marks);
    const writing = { ...facts, floats };
    const experiment = experimentCopy(journal.experiment, writing);
    const { before, after, during } = journal.steady_states;
    const state = (each: HypothesisState): JsonObject => ({
      ...each,
      probes: each.probes.map((entry) => run(entry, writing)),
    });
    const own = journal['x-kube-delivery'];
    const shown: JsonObject = {
      ...(journal as unknown as JsonObject),
      experiment,
      steady_states: {
        before: before && state(before),
        after: after && state(after),
        during: during.map((each) => looks.copyOf(each, state)),
      },
      run: journal.run.map((entry) => run(entry, writing)),
      rollbacks: journal.rollbacks.map((entry) => run(entry, writing)),
      ...(own === undefined ? {} : { 'x-kube-delivery': hideInObject(own, facts.secrets) }),
    };
    return pythonJson(floats.mark(shown, ['duration']), floats, looks.texts);
  };
}

/** A journal's text, written once. */
export function journalText(journal: Journal, facts: JournalFacts): string {
  return journalWriter(facts)(journal);
}

function run(entry: ActivityRun, writing: Writing): JsonObject {
  const { floats, secrets } = writing;
  const { exception } = entry;
  const shown = {
    ...entry,
    activity: activityCopy(entry.activity, writing),
    output: hideKnown(entry.output, secrets),
    ...(exception === undefined
      ? {}
      : { exception: exception.map((line) => secrets.redact(line)) }),
  };
  return floats.mark(shown, ['duration']);
}

function activityCopy(activity: JsonObject, writing: Writing): JsonObject {
  const { compat, floats, secrets } = writing;
  if (compat === 'strict') return hideInObject(activity, secrets);
  const tolerance = objectAt(activity, 'tolerance');
  const provider = objectAt(tolerance, 'provider');
  const args = objectAt(provider, 'arguments');
  if (args.value === undefined) return activity;
  // What a tolerance is given as its argument `value` comes from a probe, not from the file.
  const given = floats.inherit(args, { ...args, value: hideKnown(args.value, secrets) });
  const judging = floats.inherit(provider, { ...provider, arguments: given });
  const judge = floats.inherit(tolerance, { ...tolerance, provider: judging });
  return floats.inherit(activity, { ...activity, tolerance: judge });
}

function experimentCopy(copy: JsonObject, writing: Writing): JsonObject {
  const { compat, experiment, floats, secrets } = writing;
  if (compat === 'strict') {
    const literals = copy.secrets;
    const hidden = hideInObject(copy, secrets);
    return literals === undefined ? hidden : { ...hidden, secrets: hideGroups(literals) };
  }
  floats.markDocument(copy, experiment.floats ?? noFloatMarks);
  const title = copy.title ?? null;
  const isLiteral = title === experiment.title;
  const shown = { ...copy, title: isLiteral ? title : hideKnown(title, secrets) };
  return withDynamic(withProbes(floats.inherit(copy, shown), writing), writing);
}

function withProbes(copy: JsonObject, writing: Writing): JsonObject {
  const hypothesis = copy['steady-state-hypothesis'];
  const given = arrayAt(hypothesis, 'probes');
  if (!isJsonObject(hypothesis) || given.length === 0) return copy;
  const probes = given.map((each) => (isJsonObject(each) ? activityCopy(each, writing) : each));
  const shown = writing.floats.inherit(hypothesis, { ...hypothesis, probes });
  return writing.floats.inherit(copy, { ...copy, 'steady-state-hypothesis': shown });
}

function hideGroups(groups: Json): Json {
  return isJsonObject(groups) ? hideLiterals(groups) : groups;
}

/**
 * Chaos Toolkit leaves all secrets in the copy of a probe that makes configuration, also of one that has
 * failed and so has left its name out.
 */
function withDynamic(copy: JsonObject, { dynamic, floats, scope }: Writing): JsonObject {
  const configuration = objectAt(copy, 'configuration');
  const made = Object.keys(configuration).filter(
    (name) =>
      valueAt(configuration, name, 'type') === 'probe' &&
      isJsonObject(valueAt(configuration, name, 'provider')) &&
      (dynamic.includes(name) || !Object.hasOwn(scope.configuration, name)),
  );
  if (made.length === 0) return copy;
  const secrets = hideValues(scope.secrets);
  const shown = made.map((name) => {
    const probe = objectAt(configuration, name);
    const provider = objectAt(probe, 'provider');
    const copied = floats.inherit(provider, { ...provider, secrets });
    return [name, floats.inherit(probe, { ...probe, provider: copied })] as const;
  });
  const configured = { ...configuration, ...Object.fromEntries(shown) };
  return floats.inherit(copy, {
    ...copy,
    configuration: floats.inherit(configuration, configured),
  });
}
