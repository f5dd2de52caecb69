import { expect, test } from '@jest/globals';
import { readRecord, writeRecord } from '../../src/traffic/shift-record.ts';
import { aRecord } from './a-shift-record.ts';

test.each([
  ['an added backend', aRecord],
  [
    'a backend of the user',
    { ...aRecord, original: { ...aRecord.original, split: { stable: 100, canary: 0 } } },
  ],
  ['a release', { ...aRecord, release: { name: 'shop', revision: 7 } }],
])('a record with %s is read as it was written', (_, record) => {
  expect(readRecord(writeRecord(record))).toEqual(record);
});

test.each([
  '',
  'null',
  '{}',
  '{"version":2}',
  '[1]',
  '{"version":1,"phase":"shifting"}',
  '{"version":1,"phase":"x","original":{"split":{"stable":1}}}',
])('%j is no record', (text) => {
  expect(readRecord(text)).toBeUndefined();
});

test('a reason is read back whatever characters it holds', () => {
  const reason = 'p99 is 1s, wanted <= 400ms & > 0 \u2028';
  expect(readRecord(writeRecord({ ...aRecord, reason }))?.reason).toBe(reason);
});
