import { isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { checkActivity } from './check-activity.ts';
import { isVariableType, variableTypes } from './convert-type.ts';
import { pythonText } from './python-text.ts';
import type { DocumentPath, Reading } from './reading.ts';

/** Reports what is wrong with `configuration` and `secrets`, whatever the environment holds. */
export function checkValues(reading: Reading, experiment: JsonObject): void {
  const { configuration = {}, secrets = {} } = experiment;
  if (!isJsonObject(configuration)) {
    reading.refuse(['configuration'], 'configuration must be a map');
  } else {
    for (const [name, value] of Object.entries(configuration)) {
      checkConfigured(reading, ['configuration', name], value);
    }
  }
  if (!isJsonObject(secrets)) {
    reading.refuse(['secrets'], 'secrets must be a map of groups');
    return;
  }
  for (const [group, values] of Object.entries(secrets)) {
    const path = ['secrets', group];
    if (!isJsonObject(values)) {
      reading.refuse(path, `secrets must lie in a group; write ${group}: {name: value}`);
      continue;
    }
    if (typeof valueAt(values, 'type') === 'string' && isSource(values)) checkFlat(reading, path);
    checkSecret(reading, path, values);
  }
}

/** Reports what is wrong with one value of the configuration. */
export function checkConfigured(reading: Reading, path: DocumentPath, value: Json): void {
  if (!isJsonObject(value)) return;
  const type = valueAt(value, 'type');
  if (type === 'env') checkVariable(reading, path, value);
  if (type !== 'probe') return;
  if (!isJsonObject(valueAt(value, 'provider'))) {
    reading.refuse(path, 'a probe of the configuration needs a provider');
    return;
  }
  const compat = reading.rules.compat === 'chaostoolkit';
  checkActivity(compat ? reading.lenient() : reading, path, value);
}

function checkVariable(reading: Reading, path: DocumentPath, value: JsonObject): void {
  checkKey(reading, path, value);
  const type = valueAt(value, 'env_var_type') ?? null;
  if (type === null || isVariableType(type)) return;
  const shown = `${JSON.stringify(type)}${suggestion(pythonText(type), variableTypes)}`;
  const message = `env_var_type ${shown} is unknown; known are ${variableTypes.join(', ')}`;
  reading.refuse([...path, 'env_var_type'], message);
}

function checkKey(reading: Reading, path: DocumentPath, value: JsonObject): void {
  const key = stringAt(value, 'key');
  if (key !== undefined && key !== '') return;
  reading.refuse(path, 'a value of the type env needs key, the name of the variable');
}

function isSource(value: JsonObject): boolean {
  return ['env', 'vault'].includes(stringAt(value, 'type') ?? '');
}

function checkFlat(reading: Reading, path: DocumentPath): void {
  const target = reading.rules.compat === 'chaostoolkit' ? reading.lenient() : reading;
  const name = String(path.at(-1));
  const hint = `write it in a group, as app: {${name}: {type: env, …}}`;
  target.refuse(path, `a secret that lies in no group is found by no name; ${hint}`);
}

function checkSecret(reading: Reading, path: DocumentPath, value: JsonObject): void {
  const type = valueAt(value, 'type');
  if (type === 'env') {
    checkKey(reading, path, value);
    return;
  }
  if (type === 'vault') {
    const hint = 'read it in an earlier step, and give it by an environment variable (type: env)';
    reading.refuse(path, `secrets of Vault are not read here; ${hint}`);
    return;
  }
  for (const [key, below] of Object.entries(value)) {
    if (isJsonObject(below)) checkSecret(reading, [...path, key], below);
  }
}
