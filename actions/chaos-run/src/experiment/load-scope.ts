import { InputError, messageOf } from '@kube-delivery/shared/action/errors';
import type { Log } from '@kube-delivery/shared/action/log';
import { objectAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import type { Play } from '../engine/play.ts';
import { activityOf } from './activity-of.ts';
import { checkScope, isProbe } from './check-scope.ts';
import type { GivenScope, ScopeWorld } from './check-scope.ts';
import type { Activity, Experiment, Scope } from './experiment.ts';
import { marksBelow, noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';

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
  const { scope, problems } = checkScope(experiment, given, world);
  if (problems.length > 0) throw new InputError(problems);
  warnOfUnused(experiment, given, world.log);
  return playProbes(scope, play, world);
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
    if (!isProbe(value)) {
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
