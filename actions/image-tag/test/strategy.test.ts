import { expect, test } from '@jest/globals';
import { parseStrategy, readStrategies } from '../src/strategy.ts';
import { reading } from './reading.ts';

test.each([
  ['', ['git-sha-build-id']],
  ['semver', ['semver']],
  ['semver\n git-sha \n\nraw=web-{sha}', ['semver', 'git-sha', 'raw=web-{sha}']],
  ['semver, branch', ['semver', 'branch']],
  ['raw = web', ['raw=web']],
])('%j is %j', (strategy, texts) => {
  const { value, problems } = reading({ strategy }, readStrategies);
  expect(value.map(({ text }) => text)).toEqual(texts);
  expect(problems).toEqual([]);
});

test.each([
  ['gitsha', 'did you mean git-sha?'],
  ['Semver', 'did you mean semver?'],
  [
    'nothing-like-it',
    '"nothing-like-it" is not known; allowed are build-id, build-system-build-id',
  ],
  ['semver=x', '"semver=x" has text after the name, which only raw takes; write semver'],
  ['raw', 'raw needs its text'],
  ['raw=', 'has no text'],
  ['raw=a b', 'holds " "'],
])('%j is refused: %s', (line, message) => {
  expect(parseStrategy(line)).toEqual(expect.stringContaining(message));
});

test('each wrong line is told, and one that stands twice', () => {
  const { problems } = reading({ strategy: 'sha\nsemver\nraw={x}\nsemver' }, readStrategies);
  expect(problems).toEqual([
    expect.stringContaining('"sha" is not known'),
    expect.stringContaining('unknown value {x}'),
    'strategy: semver is listed twice; list it once',
  ]);
});
