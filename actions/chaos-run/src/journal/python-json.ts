import type { Json } from '@kube-delivery/shared/json/json';
import { numberText } from '../experiment/python-text.ts';
import type { FloatPlaces } from './float-places.ts';

/** JSON as Python's `json.dump` writes it with an indent of 2 and without escapes for other letters. */
export function pythonJson(value: Json, floats: FloatPlaces): string {
  return written(value, false, floats, '\n');
}

function written(value: Json, isFloat: boolean, floats: FloatPlaces, line: string): string {
  if (typeof value === 'number') return numberJson(value, isFloat);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${line}  `;
  const below = Object.entries(value).map(([key, each]: [string, Json]) => {
    const text = written(each, floats.has(value, key), floats, inner);
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
