import { expect, test } from '@jest/globals';
import { parseVersionSource, versionOf } from '../../src/http/version-source.ts';

const answer = {
  status: 200,
  headers: { 'x-version': '1.2.3' },
  body: '{"version":"1.2.3","build":7,"text":"web v42"}',
};

test.each([
  ['header: X-Version', '1.2.3'],
  ['header: x-other', undefined],
  ['json: $.version', '1.2.3'],
  ['json: $.build', '7'],
  ['json: $.other', undefined],
  ["body: 'v(\\d+)'", '42'],
  ['body: web v\\d+', 'web v42'],
  ['body: "none"', undefined],
])('%s', (text, version) => {
  const source = parseVersionSource(text);
  expect(source).toBeDefined();
  if (source) expect(versionOf(source, answer)).toBe(version);
});

test.each(['x-version', 'header:', 'header: a b', 'json: version', "body: '('", 'cookie: x'])(
  '%j is no source',
  (text) => {
    expect(parseVersionSource(text)).toBeUndefined();
  },
);
