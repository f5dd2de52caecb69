import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { noFloatMarks, pointerTo } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';

/**
 * What Python's `str()` gives: text as it is, `True`, `None`, `1.0` for a whole number that `floats`
 * marks, and lists and maps as Python writes them in source.
 */
export function pythonText(value: Json, floats: FloatMarks = noFloatMarks): string {
  return typeof value === 'string' ? value : representation(value, floats, '');
}

function representation(value: Json, floats: FloatMarks, pointer: string): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberText(value, floats.has(pointer));
  if (typeof value === 'string') return quoted(value);
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(
      ([key, each]) =>
        `${quoted(key)}: ${representation(each, floats, pointer + pointerTo([key]))}`,
    );
    return `{${entries.join(', ')}}`;
  }
  const items = value.map((each, index) => representation(each, floats, `${pointer}/${index}`));
  return `[${items.join(', ')}]`;
}

/** A number as Python writes it: a float where it has a fraction or `float` says so, else an integer. */
export function numberText(value: number, float: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value) && !float) return BigInt(value).toString();
  return floatText(value);
}

// Python writes the shortest digits too, but uses an exponent below 1e-4 and from 1e16 on.
function floatText(value: number): string {
  const negative = value < 0 || Object.is(value, -0);
  const [mantissa = '', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const exponent = Number(exponentText);
  const digits = mantissa.replace('.', '');
  const sign = negative ? '-' : '';
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const shownExponent = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
    return `${sign}${digits.slice(0, 1)}${fraction}e${shownExponent}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

const named: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const characters = Array.from(text, (character) => {
    if (character === quote) return `\\${quote}`;
    return named[character] ?? (isPrintable(character) ? character : escaped(character));
  });
  return `${quote}${characters.join('')}${quote}`;
}

function isPrintable(character: string): boolean {
  return character === ' ' || !/[\p{C}\p{Z}]/u.test(character);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
