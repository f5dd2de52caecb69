import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { JsonPathFunction } from './syntax.ts';

/** What a function gives for a node: one value, or none where it does not fit the node or the operands. */
export function callFunction(
  name: JsonPathFunction,
  node: Json,
  operands: readonly Json[],
): readonly Json[] {
  if (name === 'charAt' || name === 'substring') {
    if (typeof node !== 'string') return [];
    const numbers = wholeNumbers(operands);
    if (numbers === undefined) return [];
    return name === 'charAt'
      ? charAt(Array.from(node), numbers)
      : substring(Array.from(node), numbers);
  }
  if (operands.length > 0) return [];
  switch (name) {
    case 'length':
      if (typeof node === 'string') return [Array.from(node).length];
      return Array.isArray(node) ? [node.length] : [];
    case 'keys':
      return ofEntries(node, ([key]) => key);
    case 'values':
      return ofEntries(node, ([, value]) => value);
    case 'entries':
      return ofEntries(node, (entry) => entry);
  }
}

function ofEntries(
  node: Json,
  part: (entry: readonly [number | string, Json]) => Json,
): readonly Json[] {
  if (Array.isArray(node)) return [[...(node as readonly Json[]).entries()].map(part)];
  return isJsonObject(node) ? [Object.entries(node).map(part)] : [];
}

/** Undefined where one is no whole number; for Python a boolean is one. */
function wholeNumbers(operands: readonly Json[]): readonly number[] | undefined {
  const numbers = operands.map((each) => (typeof each === 'boolean' ? Number(each) : each));
  return numbers.every((each): each is number => Number.isInteger(each)) ? numbers : undefined;
}

function charAt(signs: readonly string[], numbers: readonly number[]): readonly Json[] {
  const [index] = numbers;
  if (index === undefined || numbers.length > 1) return [];
  const sign = signs.at(index);
  return sign === undefined ? [] : [sign];
}

function substring(signs: readonly string[], numbers: readonly number[]): readonly Json[] {
  const [start, end] = numbers;
  if (start === undefined || numbers.length > 2) return [];
  return [signs.slice(start, end).join('')];
}
