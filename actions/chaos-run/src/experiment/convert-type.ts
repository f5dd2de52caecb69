import type { Json } from '@kube-delivery/shared/json/json';
import { noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';
import { loadJson } from './load-json.ts';

/** Names of types that a variable can be converted to. */
export const variableTypes = [
  'str',
  'string',
  'int',
  'integer',
  'float',
  'number',
  'bytes',
  'bool',
  'json',
] as const;

/** One of them. */
export type VariableType = (typeof variableTypes)[number];

/** A converted value, or why the text cannot be converted; the text is not in the message. */
export type Converted =
  { readonly value: Json; readonly floats: FloatMarks } | { readonly problem: string };

/** Whether `type` names a type. */
export function isVariableType(type: Json | undefined): type is VariableType {
  return variableTypes.some((known) => known === type);
}

/**
 * Converts a text as Python would: `int` takes spaces around it and `_` between digits, every `bool` but
 * `false`, `0` and `no` is true, the empty `json` is the empty text. Bytes stay text.
 */
export function convertType(type: VariableType, text: string): Converted {
  switch (type) {
    case 'str':
    case 'string':
    case 'bytes':
      return { value: text, floats: noFloatMarks };
    case 'int':
    case 'integer':
      return toInteger(text.trim());
    case 'float':
    case 'number':
      return toFloat(text.trim());
    case 'bool':
      return { value: !['false', '0', 'no'].includes(text.toLowerCase()), floats: noFloatMarks };
    case 'json':
      return toJson(text);
  }
}

function toInteger(text: string): Converted {
  if (!/^[-+]?\d+(?:_\d+)*$/.test(text)) return { problem: 'is not a whole number' };
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value)) return { problem: 'is too large to be kept exactly' };
  return { value: value + 0, floats: noFloatMarks };
}

function toFloat(text: string): Converted {
  const special = /^([-+]?)(?:(inf(?:inity)?)|nan)$/i.exec(text);
  if (special !== null) {
    const size = special[2] === undefined ? NaN : Infinity;
    return { value: special[1] === '-' ? -size : size, floats: noFloatMarks };
  }
  const digits = String.raw`\d+(?:_\d+)*`;
  const pattern = new RegExp(
    `^[-+]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:e[-+]?${digits})?$`,
    'i',
  );
  if (!pattern.test(text)) return { problem: 'is not a number' };
  const value = Number(text.replaceAll('_', ''));
  return { value, floats: Number.isInteger(value) ? new Set(['']) : noFloatMarks };
}

function toJson(text: string): Converted {
  if (text === '') return { value: '', floats: noFloatMarks };
  const loaded = loadJson(text);
  // The parser's message quotes the text, which may be a secret.
  return 'message' in loaded ? { problem: 'is not valid JSON' } : loaded;
}

/** Converts a value that may have a type already, as the default of a variable. */
export function convertValue(type: VariableType, value: Json): Converted {
  if (typeof value === 'string') return convertType(type, value);
  const isNumber = typeof value === 'number' || typeof value === 'boolean';
  switch (type) {
    case 'int':
    case 'integer':
      return isNumber && Number.isFinite(Number(value))
        ? { value: Math.trunc(Number(value)), floats: noFloatMarks }
        : { problem: 'is not a whole number' };
    case 'float':
    case 'number':
      if (!isNumber) return { problem: 'is not a number' };
      return {
        value: Number(value),
        floats: Number.isInteger(Number(value)) ? new Set(['']) : noFloatMarks,
      };
    case 'bool':
      return typeof value === 'boolean'
        ? { value, floats: noFloatMarks }
        : { problem: 'is neither a text nor a boolean' };
    case 'bytes':
      return { problem: 'is not a text' };
    case 'str':
    case 'string':
    case 'json':
      return { value, floats: noFloatMarks };
  }
}
