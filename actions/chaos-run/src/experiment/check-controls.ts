import { arrayAt, isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { hypothesisKey } from './check-hypothesis.ts';
import { isTruthy } from './python-truth.ts';
import type { DocumentPath, Reading } from './reading.ts';

/**
 * Reports what is wrong with the controls of the experiment, its hypothesis and its activities, and gives
 * their names, each once. They are Python modules, so that none is run.
 */
export function checkControls(reading: Reading, experiment: JsonObject): readonly string[] {
  const controls = placesOf(experiment).flatMap((path) => listAt(reading, experiment, path));
  const declared = controls
    .filter(([, control]) => valueAt(control, 'ref') === undefined)
    .map(([, control]) => stringAt(control, 'name'));
  const names = new Set<string>();
  for (const [path, control] of controls) {
    if (!isJsonObject(control)) {
      reading.refuse(path, 'a control must be a map');
      continue;
    }
    const ref = valueAt(control, 'ref');
    if (ref !== undefined && !declared.some((name) => name === ref)) {
      reading.refuse(path, `there is no control ${JSON.stringify(ref)}`);
    }
    checkControl(reading, path, control);
    const name = stringAt(control, 'name');
    if (name !== undefined) names.add(name);
  }
  const [first] = controls;
  if (first !== undefined) {
    const shown = names.size === 0 ? 'its controls' : `controls (${[...names].join(', ')})`;
    reading.warn(first[0], `${shown} are Python modules and are not run`);
  }
  return [...names];
}

function placesOf(experiment: JsonObject): readonly DocumentPath[] {
  const activities = [['method'], ['rollbacks'], [hypothesisKey, 'probes']].flatMap((path) =>
    arrayAt(experiment, ...path).map((_, index) => [...path, index]),
  );
  return [[], [hypothesisKey], ...activities].map((path) => [...path, 'controls']);
}

function listAt(
  reading: Reading,
  experiment: JsonObject,
  path: DocumentPath,
): readonly (readonly [DocumentPath, Json])[] {
  const found = valueAt(experiment, ...path);
  if (found !== undefined && !Array.isArray(found)) {
    reading.refuse(path, 'controls must be a list');
  }
  return arrayAt(experiment, ...path).map((control, index) => [[...path, index], control]);
}

function checkControl(reading: Reading, path: DocumentPath, control: JsonObject): void {
  const name = valueAt(control, 'name');
  if (name === undefined) {
    reading.refuse(path, 'a control needs a name');
    return;
  }
  const shown = `control ${JSON.stringify(name)}`;
  const provider = valueAt(control, 'provider');
  if (provider === undefined) reading.refuse(path, `${shown} needs a provider`);
  else if (!isJsonObject(provider)) reading.refuse(path, `the provider of ${shown} must be a map`);
  else if (valueAt(provider, 'type') === 'python' && !stringAt(provider, 'module')) {
    reading.refuse(path, `${shown} needs the module of its provider`);
  }
  const scope = valueAt(control, 'scope');
  if (isTruthy(scope) && scope !== 'before' && scope !== 'after') {
    reading.refuse([...path, 'scope'], `the scope of ${shown} must be before or after`);
  }
}
