import { messageOf } from '@kube-delivery/shared/action/errors';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { pointerTo } from './float-marks.ts';
import type { LoadProblem, LoadedValue } from './load-yaml.ts';

class FloatNumber {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** Reads a JSON text; of a key that stands twice the last value counts, as in Python. */
export function loadJson(text: string): LoadedValue | LoadProblem {
  const tooLarge: string[] = [];
  const markFloats: Reviver = (_, value, context) => {
    if (typeof value !== 'number') return value;
    const source = context?.source ?? '';
    if (/[.eE]/.test(source)) return Number.isInteger(value) ? new FloatNumber(value) : value;
    if (!Number.isSafeInteger(value)) tooLarge.push(source);
    return value;
  };
  try {
    const parsed: unknown = JSON.parse(text, markFloats);
    const [number] = tooLarge;
    if (number !== undefined) {
      const message = `the number ${number} is too large to be kept exactly; write it in quotes`;
      return { line: lineOf(text, text.indexOf(number)), message };
    }
    const floats = new Set<string>();
    return { value: plain(parsed, '', floats), floats };
  } catch (error) {
    const message = messageOf(error);
    if (message.includes('call stack size exceeded')) {
      return { line: 1, message: 'is nested too deeply' };
    }
    const [, position] = /at position (\d+)/.exec(message) ?? [];
    const line = lineOf(text, position === undefined ? text.length : Number(position));
    return { line, message: `is not valid JSON: ${message}` };
  }
}

function plain(value: unknown, pointer: string, floats: Set<string>): Json {
  if (value instanceof FloatNumber) {
    floats.add(pointer);
    return value.value;
  }
  if (Array.isArray(value)) {
    return value.map((each, index) => plain(each, `${pointer}/${index}`, floats));
  }
  if (!isJsonObject(value)) return value as Json;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      plain(each, pointer + pointerTo([key]), floats),
    ]),
  );
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, Math.max(0, offset)).split('\n').length;
}
