import { expect, test } from '@jest/globals';
import { readRecord, writeRecord } from '../src/shift-record.ts';
import { aRecord } from './records.ts';

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

test('a record holds no character that Go would escape in JSON', () => {
  const reason = 'p99 is 1s, wanted <= 400ms & > 0 \u2028';
  const text = writeRecord({ ...aRecord, reason });
  expect(text).not.toMatch(/[<>&\u2028]/);
  expect(readRecord(text)?.reason).toBe(reason);
});
