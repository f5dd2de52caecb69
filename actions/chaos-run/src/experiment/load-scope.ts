import { InputError, messageOf } from '@kube-delivery/shared/action/errors';
import type { Log } from '@kube-delivery/shared/action/log';
import { isJsonObject, objectAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import type { Play } from '../engine/play.ts';
import { activityOf } from './activity-of.ts';
import { checkConfigured } from './check-values.ts';
import type { Activity, Experiment, Scope } from './experiment.ts';
import { marksAbove, marksBelow, noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';
import { documentOf } from './load-document.ts';
import { pythonText } from './python-text.ts';
import { Reading } from './reading.ts';
import type { ExperimentRules } from './reading.ts';
import { resolveConfiguration, resolveSecrets } from './resolve-configuration.ts';
import type { Environment, MissingValue } from './resolve-configuration.ts';

/** What the inputs give beside an experiment's own values. */
export interface GivenScope {
  /** Override values of the configuration; one that the experiment does not declare is not used. */
  readonly variables: JsonObject;
  /** Override values of the configuration, or add to them. */
  readonly configuration: JsonObject;
  /** Override groups of secrets as a whole, or add to them. */
  readonly secrets: JsonObject;
  /** Below `/variables` and `/configuration`. */
  readonly floats?: FloatMarks;
}

/** What the values of an experiment are read from. */
export interface ScopeWorld {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly rules: ExperimentRules;
  /** Told every value of a secret before anything else is done with it. */
  hide(value: string): void;
}

/** The values of an experiment. */
export interface LoadedScope {
  readonly scope: Scope;
  /** Names of the values that probes of the configuration gave: their outputs may be secret. */
  readonly dynamic: readonly string[];
}

/**
 * Reads the configuration and the secrets of an experiment, and plays the probes in the configuration in
 * their order, each with what was read before it. A probe that fails leaves its name out, with a
 * warning, as in Chaos Toolkit. Rejects with an InputError for variables that are missing or cannot be
 * converted, and for overriding probes that the rules do not allow.
 */
export async function loadScope(
  experiment: Experiment,
  given: GivenScope,
  play: Play,
  world: ScopeWorld,
): Promise<LoadedScope> {
  const { scope, missing } = readStaticScope(experiment, given, world);
  hideAll(scope.secrets, world);
  const forbidden = missing.length > 0 ? [] : forbiddenProbes(scope.configuration, world.rules);
  const problems = [...missing, ...forbidden];
  if (problems.length > 0) throw inputError(experiment, problems);
  warnOfUnused(experiment, given, world.log);
  return playProbes(scope, play, world);
}

/**
 * What of an experiment's configuration and secrets can be told without playing a probe; `missing` is
 * what stands in the way of a run.
 */
export function readStaticScope(
  { document, floats = noFloatMarks }: Experiment,
  given: GivenScope,
  { environment, rules }: Pick<ScopeWorld, 'environment' | 'rules'>,
): { readonly scope: Scope; readonly missing: readonly MissingValue[] } {
  const declared = objectAt(document, 'configuration');
  const variables = Object.fromEntries(
    Object.entries(given.variables).filter(([name]) => Object.hasOwn(declared, name)),
  );
  const givenFloats = given.floats ?? noFloatMarks;
  const fromVariables = marksBelow(givenFloats, ['variables']);
  const fromInput = marksBelow(givenFloats, ['configuration']);
  const isFromInput = (mark: string): boolean =>
    Object.keys(given.configuration).some((name) => marksBelow(new Set([mark]), [name]).size > 0);
  const overrideFloats = [...[...fromVariables].filter((mark) => !isFromInput(mark)), ...fromInput];
  const configuration = resolveConfiguration(
    {
      declared,
      overrides: { ...variables, ...given.configuration },
      floats: new Set([
        ...marksAbove(marksBelow(floats, ['configuration']), ['declared']),
        ...marksAbove(new Set(overrideFloats), ['overrides']),
      ]),
      needsOverridden: rules.compat === 'chaostoolkit',
    },
    environment,
  );
  const secrets = resolveSecrets(objectAt(document, 'secrets'), given.secrets, environment);
  return {
    scope: {
      configuration: configuration.values,
      secrets: secrets.values,
      floats: marksAbove(configuration.floats, ['configuration']),
    },
    missing: [...configuration.missing, ...secrets.missing],
  };
}

function hideAll(value: Json, world: ScopeWorld): void {
  if (typeof value === 'string' && value !== '') world.hide(value);
  else if (typeof value === 'number') world.hide(pythonText(value));
  else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value) as readonly Json[]) hideAll(each, world);
  }
}

// Those of the file were looked at with it; those of variables were not.
function forbiddenProbes(configuration: JsonObject, rules: ExperimentRules): MissingValue[] {
  return Object.entries(configuration).flatMap(([name, value]) => {
    const path = ['configuration', name];
    const reading = new Reading(documentOf({ configuration }), rules);
    checkConfigured(reading, path, value);
    return reading.problems.map(({ message }) => ({ path, message }));
  });
}

function inputError(experiment: Experiment, problems: readonly MissingValue[]): InputError {
  const { file, lineOf } = experiment;
  return new InputError(
    problems.map(({ path, message }) => {
      const line = lineOf?.(path) ?? 1;
      const text = `${file}:${line}: ${path.join('.')}: ${message}`;
      return { input: 'experiment', message: text, file, line };
    }),
  );
}

function warnOfUnused({ file, document }: Experiment, given: GivenScope, log: Log): void {
  const declared = Object.keys(objectAt(document, 'configuration'));
  for (const name of Object.keys(given.variables)) {
    if (declared.includes(name) || Object.hasOwn(given.configuration, name)) continue;
    const nearest = suggestion(name, declared);
    const why = `which the configuration of ${file} does not declare${nearest}`;
    log.warning(`A value is given for ${name}, ${why}; it is not used.`);
  }
}

async function playProbes(scope: Scope, play: Play, world: ScopeWorld): Promise<LoadedScope> {
  const values = new Map<string, Json>();
  const dynamic: string[] = [];
  for (const [name, value] of Object.entries(scope.configuration)) {
    if (!isJsonObject(value) || valueAt(value, 'type') !== 'probe') {
      values.set(name, value);
      continue;
    }
    const before = { ...scope, configuration: Object.fromEntries(values) };
    const marks = marksBelow(scope.floats ?? noFloatMarks, ['configuration', name]);
    const found = await playProbe(probeOf(value, marks, before), before, play, world);
    if ('problem' in found) {
      const left = 'the name is left out of the configuration';
      world.log.warning(`The probe of configuration.${name} failed: ${found.problem}; ${left}.`);
      continue;
    }
    values.set(name, found.value);
    dynamic.push(name);
  }
  return { scope: { ...scope, configuration: Object.fromEntries(values) }, dynamic };
}

async function playProbe(
  activity: Activity,
  scope: Scope,
  play: Play,
  { signal }: ScopeWorld,
): Promise<{ readonly value: Json } | { readonly problem: string }> {
  try {
    const output = await play(activity, scope, { phase: 'configuration', signal });
    return resultOf(activity, output);
  } catch (error) {
    signal.throwIfAborted();
    return { problem: messageOf(error) };
  }
}

function probeOf(document: JsonObject, floats: FloatMarks, { secrets }: Scope): Activity {
  const use = { line: 1, background: false, tolerance: undefined, floats };
  const activity = activityOf(document, use);
  const { provider } = activity;
  // Such a probe is given all groups, whichever it names.
  return provider.type === 'python'
    ? { ...activity, provider: { ...provider, secrets: Object.keys(secrets) } }
    : activity;
}

function resultOf(
  { provider: { type } }: Activity,
  output: Json,
): { readonly value: Json } | { readonly problem: string } {
  switch (type) {
    case 'python':
      return { value: output };
    case 'http':
      return { value: valueAt(output, 'body') ?? null };
    case 'process': {
      const status = valueAt(output, 'status');
      return status === 0
        ? { value: (stringAt(output, 'stdout') ?? '').trim() }
        : { problem: `the process ended with ${JSON.stringify(status)}` };
    }
  }
}
