import { isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { checkProvider } from './check-provider.ts';
import { isTruthy } from './python-truth.ts';
import { pythonText } from './python-text.ts';
import type { DocumentPath, Reading } from './reading.ts';

/** How an activity is used, where that matters to what it must hold. */
export type ActivityRole = 'activity' | 'tolerance';

/**
 * Reports what Chaos Toolkit's validation refuses of an activity, and what it would only fail of when it
 * runs. Of a reference nothing but its form is looked at.
 */
export function checkActivity(
  reading: Reading,
  path: DocumentPath,
  activity: Json | undefined,
  role: ActivityRole = 'activity',
): void {
  if (!isTruthy(activity)) {
    reading.refuse(path, 'an activity is empty; it needs type, name and provider, or ref');
  } else if (!isJsonObject(activity)) {
    reading.refuse(path, 'an activity must be a map with type, name and provider, or ref');
  } else if (valueAt(activity, 'ref') !== undefined && activity.ref !== null) {
    const { ref } = activity;
    if (typeof ref === 'string' && ref !== '') return;
    reading.refuse([...path, 'ref'], 'ref must be the name of an activity');
  } else {
    checkOwnActivity(reading, path, activity, role);
  }
}

function checkOwnActivity(
  reading: Reading,
  path: DocumentPath,
  activity: JsonObject,
  role: ActivityRole,
): void {
  const type = valueAt(activity, 'type');
  if (!isTruthy(type)) {
    reading.refuse(path, 'an activity needs a type: probe or action');
  } else if (type !== 'probe' && type !== 'action') {
    const nearest = suggestion(pythonText(type), ['probe', 'action']);
    const message = `type ${JSON.stringify(type)} is not one of probe and action${nearest}`;
    reading.refuse([...path, 'type'], message);
  }
  const name = valueAt(activity, 'name');
  if (!isTruthy(name)) reading.refuse(path, 'an activity needs a name');
  else if (typeof name === 'object') reading.refuse([...path, 'name'], 'name must be a text');
  const provider = valueAt(activity, 'provider');
  if (!isTruthy(provider)) reading.refuse(path, `${nameOf(activity)} needs a provider`);
  else checkProvider(reading, [...path, 'provider'], activity, provider, role);
  checkTimeout(reading, path, activity);
  checkPauses(reading, [...path, 'pauses'], activity);
  const background = valueAt(activity, 'background');
  if (background !== undefined && typeof background !== 'boolean') {
    reading.refuse([...path, 'background'], 'background must be true or false');
  }
  if (valueAt(activity, 'dry') !== undefined) {
    const hint = 'leave activities out by the input dry-run';
    reading.warn([...path, 'dry'], `dry of one activity has no effect; ${hint}`);
  }
}

/** What to call an activity in a message. */
export function nameOf(activity: JsonObject): string {
  const name = stringAt(activity, 'name');
  const type = stringAt(activity, 'type') ?? 'activity';
  return name === undefined ? `this ${type}` : `${type} ${JSON.stringify(name)}`;
}

function checkTimeout(reading: Reading, path: DocumentPath, activity: JsonObject): void {
  const timeout = valueAt(activity, 'timeout') ?? null;
  if (timeout === null) return;
  const place = [...path, 'timeout'];
  if (typeof timeout !== 'number' && typeof timeout !== 'boolean') {
    reading.refuse(place, 'timeout must be a number of seconds');
    return;
  }
  const hint = 'set timeout in its provider';
  reading.warn(place, `timeout of an activity is never looked at; ${hint}`);
}

function checkPauses(reading: Reading, path: DocumentPath, activity: JsonObject): void {
  const pauses = valueAt(activity, 'pauses') ?? null;
  if (pauses === null) return;
  if (!isJsonObject(pauses)) {
    reading.refuse(path, 'pauses must be a map with before and after');
    return;
  }
  for (const when of ['before', 'after'] as const) {
    const pause = valueAt(pauses, when) ?? null;
    if (pause === null || isPause(pause)) continue;
    const allowed = 'a number of seconds, or ${name} of a variable';
    reading.refuse([...path, when], `the pause ${when} an activity must be ${allowed}`);
  }
}

function isPause(pause: Json): boolean {
  if (typeof pause === 'string') return pause.startsWith('${') && pause.endsWith('}');
  return !isTruthy(pause) || pause === true || (typeof pause === 'number' && pause >= 0);
}
