import { expect, test } from '@jest/globals';
import { parseVersion, readVersion } from '../src/version.ts';
import { reading } from './reading.ts';

test.each([
  ['1.2.3', '', '1.2.3'],
  ['v1.2.3-rc.1', '', '1.2.3-rc.1'],
  ['v1.2.3+build.7', '', '1.2.3+build.7'],
  ['app/v1.2.3', 'app', '1.2.3'],
  ['services/app/1.2.3', 'services/app', '1.2.3'],
  ['app/v1.2.3', '', undefined],
  ['web/v1.2.3', 'app', undefined],
  ['v1.2.3', 'app', undefined],
  ['v1.2', '', undefined],
  ['1', '', undefined],
  ['vv1.2.3', '', undefined],
  ['=1.2.3', '', undefined],
  ['01.2.3', '', undefined],
  ['1.2.3-', '', undefined],
  ['nightly', '', undefined],
])('%s with component %j is %s', (text, component, version) => {
  expect(parseVersion(text, component)).toBe(version);
});

test.each([
  [{ version: 'v2.0.0' }, '', 'v1.2.3', { version: '2.0.0' }],
  [{ version: 'app/v2.0.0' }, 'app', undefined, { version: '2.0.0' }],
  [{ version: '2.0.0' }, 'app', undefined, { version: '2.0.0' }],
  [{}, '', 'v1.2.3', { version: '1.2.3' }],
  [{}, '', undefined, { absent: expect.stringContaining('builds no git tag') }],
  [{}, '', 'v1.2', { absent: expect.stringContaining('v1.2 is not a full version') }],
  [{}, 'app', 'web/v1.2.3', { absent: expect.stringContaining('a git tag like app/v1.2.3') }],
])('%j, component %j, git tag %s', (given, component, gitTag, finding) => {
  const { value, problems } = reading(given, (reader) => readVersion(reader, component, gitTag));
  expect(value).toEqual(finding);
  expect(problems).toEqual([]);
});

test.each(['1.2', 'latest', 'web/v1.2.3'])('the version %s is refused', (version) => {
  const { problems } = reading({ version }, (reader) => readVersion(reader, 'app', 'app/v1.0.0'));
  expect(problems).toEqual([
    `version: "${version}" is not a full version; write it like 1.2.3 or v1.2.3-rc.1`,
  ]);
});
