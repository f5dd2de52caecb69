import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { numberText } from '../experiment/python-text.ts';
import type { FloatPlaces } from './float-places.ts';

/** Texts of objects and lists that are written again and again at the same depth: its keys are known. */
export type KeptTexts = WeakMap<object, string | undefined>;

/**
 * JSON as Python's `json.dump` writes it with an indent of 2 and without escapes for other letters. What
 * `kept` has as a key is written once.
 */
export function pythonJson(value: Json, floats: FloatPlaces, kept?: KeptTexts): string {
  return written(value, false, { floats, kept: kept ?? new WeakMap() }, '\n');
}

interface Writing {
  readonly floats: FloatPlaces;
  readonly kept: KeptTexts;
}

function written(value: Json, isFloat: boolean, writing: Writing, line: string): string {
  if (typeof value === 'number') return numberJson(value, isFloat);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { kept } = writing;
  if (!kept.has(value)) return containerJson(value, writing, line);
  const text = kept.get(value) ?? containerJson(value, writing, line);
  kept.set(value, text);
  return text;
}

function containerJson(
  value: JsonObject | readonly Json[],
  writing: Writing,
  line: string,
): string {
  const inner = `${line}  `;
  const below = Object.entries(value).map(([key, each]: [string, Json]) => {
    const text = written(each, writing.floats.has(value, key), writing, inner);
    return Array.isArray(value) ? text : `${JSON.stringify(key)}: ${text}`;
  });
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return below.length === 0
    ? `${open}${close}`
    : `${open}${inner}${below.join(`,${inner}`)}${line}${close}`;
}

function numberJson(value: number, isFloat: boolean): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return numberText(value, isFloat);
}
