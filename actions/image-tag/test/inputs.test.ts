import { expect, test } from '@jest/globals';
import { quietContext } from '../../../shared/test/action/quiet-context.ts';
import { readInputs } from '../src/inputs.ts';
import { runOf } from './event-fixture.ts';
import type { EventName } from './event-fixture.ts';
import { reading } from './reading.ts';

function problemsOf(
  given: Readonly<Record<string, string>>,
  event: EventName = 'push-branch',
  environment: Readonly<Record<string, string>> = {},
): readonly string[] {
  const context = quietContext({ run: runOf(event, environment), environment });
  return reading({ images: 'registry.example/app', ...given }, (reader) =>
    readInputs(reader, context),
  ).problems;
}

test('everything that is wrong is told at once', () => {
  const problems = problemsOf(
    {
      images: 'registry.example/App',
      strategy: 'shaa\npr',
      'sha-length': '6',
      floating: 'minors',
      labels: 'x',
      annotations: 'y',
    },
    'push-branch',
    { SOURCE_DATE_EPOCH: 'x' },
  );
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'images',
    'strategy',
    'sha-length',
    'floating',
    'labels',
    'annotations',
    'SOURCE_DATE_EPOCH',
    'strategy',
  ]);
  expect(problems.at(-1)).toContain('pr needs a pull request');
});

test.each([
  [{ 'build-id': 'a/b' }, 'build-id: "a/b" is not legal in a tag'],
  [{ 'build-system': '-gha' }, 'build-system: "-gha" is not legal in a tag'],
  [{ 'build-system': 'g h a' }, 'build-system: "g h a" is not legal in a tag'],
  [{ version: '1.2' }, 'version: "1.2" is not a full version'],
  [{ 'sha-length': '41' }, 'sha-length: "41" is not a whole number from 7 to 40'],
  [{ 'build-id': 'x'.repeat(120) }, 'strategy: git-sha-build-id has 137 characters'],
  [{ strategy: 'raw=latest' }, 'strategy: raw=latest gives latest'],
  [{ strategy: 'raw={build-id}', 'build-id': 'Latest' }, 'gives Latest, which names no fixed'],
])('%j is refused once', (given, problem) => {
  expect(problemsOf(given)).toEqual([expect.stringContaining(problem)]);
});

test('a run without a number needs a build id, where a tag has one', () => {
  const environment = { GITHUB_RUN_NUMBER: '' };
  expect(problemsOf({}, 'push-branch', environment)).toEqual([
    'strategy: git-sha-build-id needs a build id: GITHUB_RUN_NUMBER is empty; give build-id',
  ]);
  expect(problemsOf({ strategy: 'git-sha' }, 'push-branch', environment)).toEqual([]);
  expect(problemsOf({ 'build-id': '7' }, 'push-branch', environment)).toEqual([]);
});

test('a run without a commit is refused', () => {
  expect(problemsOf({}, 'push-branch', { GITHUB_SHA: '' })).toEqual([
    'GITHUB_SHA: GITHUB_SHA holds no full commit id',
  ]);
});

test.each<[EventName, string]>([
  ['push-tag', 'semver\nbranch\npr'],
  ['pull-request', 'pr\nbranch\nsemver'],
  ['merge-group', 'branch'],
])('on %s the strategies %j are fine', (event, strategy) => {
  expect(problemsOf({ strategy, floating: 'minor' }, event)).toEqual([]);
});
