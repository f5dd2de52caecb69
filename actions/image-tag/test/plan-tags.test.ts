import { expect, test } from '@jest/globals';
import { readBuildSource } from '../src/build-source.ts';
import { planTags } from '../src/plan-tags.ts';
import { parseStrategy } from '../src/strategy.ts';
import { buildValues } from '../src/values.ts';
import type { VersionFinding } from '../src/version.ts';
import { runOf } from './event-fixture.ts';
import type { EventName } from './event-fixture.ts';

const date = new Date('2026-01-05T23:30:00Z');

interface Build {
  readonly event: EventName;
  readonly shaLength: number;
  readonly buildId: string;
  readonly buildSystem: string;
  readonly version: VersionFinding;
  readonly date: Date | undefined;
}

function plan(lines: readonly string[], build: Partial<Build> = {}): ReturnType<typeof planTags> {
  const run = runOf(build.event ?? 'push-branch');
  const strategies = lines.map((line) => {
    const strategy = parseStrategy(line);
    if (typeof strategy === 'string') throw new Error(strategy);
    return strategy;
  });
  const values = buildValues({
    source: readBuildSource(run),
    eventName: run.eventName,
    shaLength: build.shaLength ?? 12,
    buildId: { text: build.buildId ?? '42.1' },
    buildSystem: build.buildSystem ?? 'gha',
    version: build.version ?? { absent: 'there is no git tag' },
    date: 'date' in build ? build.date : date,
  });
  return planTags(strategies, values);
}

test.each<[string, string, Partial<Build>]>([
  ['build-id', 'build-42.1', {}],
  ['build-system-build-id', 'gha-42.1', {}],
  ['build-system-build-id', 'nightly-7', { buildSystem: 'nightly', buildId: '7' }],
  ['git-sha', 'sha-6dcb09b5b578', {}],
  ['git-sha', 'sha-6dcb09b', { shaLength: 7 }],
  ['git-sha', 'sha-6dcb09b5b57875f334f61aebed695e2e4193db5e', { shaLength: 40 }],
  ['git-sha-build-id', 'sha-6dcb09b5b578-42.1', { event: 'pull-request' }],
  ['semver', '1.2.3-rc.1', { version: { version: '1.2.3-rc.1' } }],
  ['semver', '1.2.3-build.7-46249c75', { version: { version: '1.2.3+build.7' } }],
  ['calver', '2026.01.05-42.1', {}],
  ['branch', 'release-1.x-81caa6e9-sha-6dcb09b5b578', {}],
  ['branch', 'main-sha-6dcb09b5b578', { event: 'merge-group' }],
  ['pr', 'pr-17-sha-6dcb09b5b578', { event: 'pull-request' }],
  ['raw=web-{date}-{sha}', 'web-20260105-6dcb09b5b578', {}],
  ['raw=v{version}_{build-id}', 'v1.2.3_42.1', { version: { version: '1.2.3' } }],
])('%s gives %s', (line, tag, build) => {
  expect(plan([line], build)).toMatchObject({
    tags: [{ tag, strategy: line }],
    notices: [],
    problems: [],
  });
});

test.each<[string, EventName, string]>([
  ['branch', 'push-tag', 'a branch: this run builds the git tag v1.2.3'],
  ['branch', 'release', 'a branch: this run builds the git tag v1.2.3'],
  ['pr', 'push-branch', 'a pull request: the event push belongs to no single pull request'],
  ['pr', 'workflow-run-two-pull-requests', 'a pull request: the event workflow_run'],
  ['semver', 'push-branch', 'a version: there is no git tag'],
  ['raw={version}', 'push-branch', 'a version: there is no git tag'],
])(
  '%s without what it needs is a problem as primary, a notice as secondary',
  (line, event, why) => {
    const primary = plan([line, 'git-sha'], { event });
    expect(primary.problems).toEqual([expect.stringContaining(`${line} needs ${why}`)]);
    const secondary = plan(['git-sha', line], { event });
    expect(secondary.problems).toEqual([]);
    expect(secondary.tags.map(({ tag }) => tag)).toEqual(['sha-6dcb09b5b578']);
    expect(secondary.notices).toEqual([expect.stringContaining(`${line} is left out`)]);
  },
);

test('a date that nothing tells is a problem in every place', () => {
  const { problems } = plan(['calver', 'raw={date}-{sha}'], { date: undefined });
  expect(problems).toEqual([
    expect.stringContaining("calver needs the commit's date: the commit is not in a clone"),
    expect.stringContaining("raw={date}-{sha} needs the commit's date"),
  ]);
});

test('two strategies that give the same tag give it once', () => {
  const { tags } = plan(['git-sha', 'raw=sha-{sha}', 'build-id']);
  expect(tags.map(({ tag }) => tag)).toEqual(['sha-6dcb09b5b578', 'build-42.1']);
});

test.each([
  ['raw=web', 'neither {sha} nor {build-id}'],
  ['raw={build-id}', 'gives 42.1, which YAML does not read as text'],
  ['raw={sha}', undefined],
])('%s has a notice: %s', (line, notice) => {
  const { notices } = plan([line]);
  expect(notices).toEqual(notice === undefined ? [] : [expect.stringContaining(notice)]);
});

test('no tag of the built-in shapes is read by YAML as anything but text', () => {
  const builtIn = ['build-id', 'build-system-build-id', 'git-sha', 'git-sha-build-id', 'calver'];
  const { tags } = plan([...builtIn, 'branch'], { buildSystem: '1', buildId: '2' });
  expect(tags).toHaveLength(6);
  for (const { tag } of tags) expect(Number(tag)).toBeNaN();
});
