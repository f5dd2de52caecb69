import { expect, test } from '@jest/globals';
import { isQuantity, likelyQuantity } from '../../src/schema/quantity.ts';

test.each([
  '0',
  '1',
  '+1',
  '-1.5',
  '.5',
  '5.',
  '100m',
  '1k',
  '2M',
  '128Mi',
  '1.5Gi',
  '1e3',
  '2E-3',
  '3n',
  '4u',
  '1E',
  '1Ei',
])('%s is an amount', (text) => {
  expect(isQuantity(text)).toBe(true);
});

test.each([
  ['512MB', '512Mi'],
  ['1GB', '1Gi'],
  ['1gi', '1Gi'],
  ['128mi', '128Mi'],
  ['2g', '2Gi'],
  ['1 Gi', '1Gi'],
  ['500millicores', '500m'],
  ['2 cores', '2'],
  ['64b', '64'],
  [' 5', '5'],
  ['1KB', '1Ki'],
  ['', undefined],
  ['much', undefined],
  ['1.2.3', undefined],
  ['10%', undefined],
  ['1h', undefined],
  ['0x10', undefined],
])('%j is none; probably %s is meant', (text, likely) => {
  expect(isQuantity(text)).toBe(false);
  expect(likelyQuantity(text)).toBe(likely);
});
