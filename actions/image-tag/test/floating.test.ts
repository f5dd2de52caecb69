import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from 'semver';
import { judgeFloating, readFloating } from '../src/floating.ts';
import { reading } from './reading.ts';

const all = ['minor', 'major', 'latest'] as const;

test.each([
  ['1.3.0', ['1.3.0', '1.2.9'], ['v1.3', 'v1', 'latest']],
  ['1.2.9', ['1.2.9', '1.3.0'], ['v1.2']],
  ['1.3.1', ['1.3.0', '2.0.0'], ['v1.3', 'v1']],
  ['1.2.8', ['1.2.9'], []],
  ['1.4.0-rc.1', ['1.3.0'], []],
  ['1.3.0', ['1.4.0-rc.1', '1.3.1-beta'], ['v1.3', 'v1', 'latest']],
  ['0.1.0', [], ['v0.1', 'v0', 'latest']],
  ['1.10.0', ['1.9.0'], ['v1.10', 'v1', 'latest']],
])('%s among %j moves %j', (version, released, tags) => {
  const judged = judgeFloating(all, version, released);
  expect(judged.tags).toEqual(tags);
  expect(judged.notices.length > 0).toBe(tags.length < all.length);
});

test('a notice tells the newer version', () => {
  expect(judgeFloating(['latest'], '1.2.9', ['1.3.0', '2.1.0']).notices).toEqual([
    'latest not moved: 2.1.0 is newer than 1.2.9',
  ]);
});

test('whatever the order of releases, each moving tag ends at the newest of its line', () => {
  const part = fc.nat({ max: 3 });
  const version = fc.tuple(part, part, part).map((parts) => parts.join('.'));
  fc.assert(
    fc.property(fc.uniqueArray(version, { minLength: 1, maxLength: 12 }), (releases) => {
      const holders = new Map<string, string>();
      for (const [index, each] of releases.entries()) {
        const { tags } = judgeFloating(all, each, releases.slice(0, index + 1));
        for (const tag of tags) holders.set(tag, each);
      }
      expect(holders.get('latest')).toBe(releases.toSorted(compare).at(-1));
      for (const [tag, holder] of holders) {
        if (tag === 'latest') continue;
        const line = releases.filter((each) => `v${each}.`.startsWith(`${tag}.`));
        expect(holder).toBe(line.toSorted(compare).at(-1));
      }
    }),
  );
});

test.each([
  ['', [], []],
  ['none', [], []],
  ['minor\nlatest', ['minor', 'latest'], []],
  ['major, major', ['major'], []],
  ['patch', [], ['floating: "patch" is not known; allowed are minor, major, latest, or none']],
  ['mayor', [], [expect.stringContaining('did you mean major?')]],
  ['none\nmajor', ['major'], ['floating: none stands alone; leave it out beside others']],
])('floating %j', (floating, value, problems) => {
  expect(reading({ floating }, readFloating)).toEqual({ value, problems });
});
