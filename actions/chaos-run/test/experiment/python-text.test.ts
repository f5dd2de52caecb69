import { expect, test } from '@jest/globals';
import type { Json } from '@kube-delivery/shared/json/json';
import { pythonText } from '../../src/experiment/python-text.ts';
import { golden } from './golden.ts';

interface Row {
  readonly value: Json;
  readonly floats: readonly string[];
  readonly text: string;
}

test.each(golden('python-text') as readonly Row[])(
  'writes $text as Python does',
  ({ value, floats, text }) => {
    expect(pythonText(value, new Set(floats))).toBe(text);
  },
);

test.each([
  [Infinity, 'inf'],
  [-Infinity, '-inf'],
  [NaN, 'nan'],
])('writes %d', (value, text) => {
  expect(pythonText(value)).toBe(text);
});
