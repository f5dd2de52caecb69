import { expect, test } from '@jest/globals';
import { compareDecimal, decimalOf, parseDecimal } from '../../src/tolerance/decimal.ts';

// What Python's Decimal(text) compared with Decimal(number) says.
test.each([
  ['0.1', 0.1, -1],
  ['0.1000000000000000055511151231257827021181583404541015625', 0.1, 0],
  ['0.11', 0.1, 1],
  [' 5\n', 5, 0],
  ['1_000', 1000, 0],
  ['1__', 1, 0],
  ['5.', 5, 0],
  ['.5', 0.5, 0],
  ['-.5e1', -5, 0],
  ['1e2', 100, 0],
  ['9007199254740993', 9_007_199_254_740_992, 1],
  ['1e-400', 0, 1],
  ['-1e-400', 0, -1],
  ['0e5', 0, 0],
  ['1e400', 1.7e308, 1],
  ['-inf', -1.7e308, -1],
  ['Infinity', 1.7e308, 1],
])('%j compared with the number %d is %d', (text, bound, order) => {
  const decimal = parseDecimal(text);
  if (typeof decimal !== 'object') throw new TypeError('the text is a number');
  expect(compareDecimal(decimal, bound)).toBe(order);
});

test.each(['', 'five', '1,5', '0x10', '1e', '--1', '1 2'])('%j is no number', (text) => {
  expect(parseDecimal(text)).toBeUndefined();
});

test.each(['NaN', '-nan', 'sNaN12'])('%j says so itself', (text) => {
  expect(parseDecimal(text)).toBe('not a number');
});

test('a boolean is 0 or 1', () => {
  expect(compareDecimal(decimalOf(true), 1)).toBe(0);
  expect(compareDecimal(decimalOf(1.5), 1)).toBe(1);
});
