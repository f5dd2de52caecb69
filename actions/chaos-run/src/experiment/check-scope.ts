import type { InputProblem } from '@kube-delivery/shared/action/errors';
import type { Log } from '@kube-delivery/shared/action/log';
import { isJsonObject, objectAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { checkConfigured } from './check-values.ts';
import type { Experiment, Scope } from './experiment.ts';
import { marksAbove, marksBelow, noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';
import { documentOf } from './load-document.ts';
import { pythonText } from './python-text.ts';
import { Reading } from './reading.ts';
import type { DocumentPath, ExperimentRules } from './reading.ts';
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

/** Stands in a checked scope for a value that is not known yet; no name of an object holds it. */
export const unknownValue = '\0';

/** The values of an experiment as far as they are known without asking anything. */
export interface CheckedScope {
  /** Probes of the configuration are still in it. */
  readonly scope: Scope;
  /** The same with `unknownValue` for what a probe will give, and for what is missing. */
  readonly known: Scope;
  /** What stands in the way of a run, each with its file and line. */
  readonly problems: readonly InputProblem[];
}

/** Reads the configuration and the secrets of an experiment without playing a probe. */
export function checkScope(
  experiment: Experiment,
  given: GivenScope,
  world: Pick<ScopeWorld, 'environment' | 'rules' | 'hide'>,
): CheckedScope {
  const { scope, missing } = readStaticScope(experiment, given, world);
  hideAll(scope.secrets, world);
  const forbidden = missing.length > 0 ? [] : forbiddenProbes(scope.configuration, world.rules);
  const problems = inputProblems(experiment, [...missing, ...forbidden]);
  return { scope, known: knownScope(scope, missing), problems };
}

/** Whether a value of the configuration is to be had from a probe. */
export function isProbe(value: Json): value is JsonObject {
  return isJsonObject(value) && valueAt(value, 'type') === 'probe';
}

function knownScope(scope: Scope, missing: readonly MissingValue[]): Scope {
  const configuration = Object.entries(scope.configuration).map(([name, value]): [string, Json] => [
    name,
    isProbe(value) ? unknownValue : value,
  ]);
  const known = { configuration: Object.fromEntries(configuration), secrets: scope.secrets };
  return missing.reduce<Scope>((sofar, { path: [part, ...below] }) => {
    return part === 'secrets'
      ? { ...sofar, secrets: withUnknown(sofar.secrets, below) }
      : { ...sofar, configuration: withUnknown(sofar.configuration, below) };
  }, known);
}

function withUnknown(values: JsonObject, [name, ...below]: DocumentPath): JsonObject {
  if (name === undefined) return values;
  const value =
    below.length === 0 ? unknownValue : withUnknown(objectAt(values, String(name)), below);
  return { ...values, [name]: value };
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

function hideAll(value: Json, world: Pick<ScopeWorld, 'hide'>): void {
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

function inputProblems(
  { file, lineOf }: Experiment,
  problems: readonly MissingValue[],
): readonly InputProblem[] {
  return problems.map(({ path, message }) => {
    const line = lineOf?.(path) ?? 1;
    const text = `${file}:${line}: ${path.join('.')}: ${message}`;
    return { input: 'experiment', message: text, file, line };
  });
}
