import { isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { nearestWord } from '@kube-delivery/shared/text/nearest-word';
import { isTruthy } from './python-truth.ts';
import type { Reading } from './reading.ts';

const known = [
  'title',
  'description',
  'tags',
  'version',
  'contributions',
  'configuration',
  'secrets',
  'steady-state-hypothesis',
  'method',
  'rollbacks',
  'controls',
  'extensions',
  'runtime',
  'dry',
];

/** Reports what is wrong with an experiment's own keys, apart from what its activities hold. */
export function checkKeys(reading: Reading, experiment: JsonObject): void {
  for (const key of ['title', 'description']) {
    if (isTruthy(valueAt(experiment, key))) continue;
    reading.refuse([key], `an experiment needs a ${key}`);
  }
  checkTags(reading, valueAt(experiment, 'tags'));
  checkExtensions(reading, valueAt(experiment, 'extensions'));
  const method = valueAt(experiment, 'method') ?? null;
  if (method === null) {
    reading.refuse([], 'an experiment needs a method; `method: []` asks the hypothesis only');
  } else if (!Array.isArray(method)) {
    reading.refuse(['method'], 'method must be a list of activities');
  }
  const rollbacks = valueAt(experiment, 'rollbacks');
  if (rollbacks !== undefined && !Array.isArray(rollbacks)) {
    reading.refuse(['rollbacks'], 'rollbacks must be a list of activities');
  }
  for (const key of Object.keys(experiment)) {
    const meant = known.includes(key) ? undefined : nearestWord(key, known);
    if (meant === undefined || Object.hasOwn(experiment, meant)) continue;
    const message = `${JSON.stringify(key)} is not a key of an experiment (did you mean ${meant}?)`;
    reading.warn([key], message);
  }
}

function checkTags(reading: Reading, tags: Json | undefined): void {
  // Python reads a text as the list of its characters.
  if (!isTruthy(tags) || typeof tags === 'string') return;
  const list = isJsonObject(tags) ? Object.keys(tags) : tags;
  const sound =
    Array.isArray(list) &&
    (list as readonly Json[]).every((tag) => typeof tag === 'string' && tag !== '');
  if (!sound) reading.refuse(['tags'], 'tags must be a list of texts, none of them empty');
}

function checkExtensions(reading: Reading, extensions: Json | undefined): void {
  if (!isTruthy(extensions)) return;
  if (!Array.isArray(extensions)) {
    reading.refuse(['extensions'], 'extensions must be a list');
    return;
  }
  for (const [index, extension] of (extensions as readonly Json[]).entries()) {
    const name = valueAt(extension, 'name');
    if (typeof name === 'string' && name.trim() !== '') continue;
    reading.refuse(['extensions', index], 'an extension needs a name');
  }
}
