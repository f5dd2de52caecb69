import { expect, test } from '@jest/globals';
import { readRunFacts } from '@kube-delivery/shared/action/read-run-facts';
import { readBuildSource } from '../src/build-source.ts';
import { headSha, runOf } from './event-fixture.ts';
import type { EventName } from './event-fixture.ts';

interface Row {
  readonly event: EventName;
  readonly branch?: string;
  readonly pullRequest?: number;
  readonly gitTag?: string;
  readonly date?: string;
}

test.each<Row>([
  { event: 'push-branch', branch: 'release/1.x', date: '2026-11-21T09:30:00.000Z' },
  { event: 'push-tag', gitTag: 'v1.2.3', date: '2026-11-21T09:30:00.000Z' },
  {
    event: 'pull-request',
    branch: 'feature/cart',
    pullRequest: 17,
    date: '2026-11-21T09:58:53.000Z',
  },
  {
    event: 'pull-request-fork',
    branch: 'feature/cart',
    pullRequest: 17,
    date: '2026-11-21T09:58:53.000Z',
  },
  { event: 'merge-group', branch: 'main', date: '2026-11-21T09:59:30.000Z' },
  { event: 'workflow-run-push', branch: 'main', date: '2026-11-21T09:58:40.000Z' },
  {
    event: 'workflow-run-pull-request',
    branch: 'feature/cart',
    pullRequest: 17,
    date: '2026-11-21T09:58:40.000Z',
  },
  {
    event: 'workflow-run-two-pull-requests',
    branch: 'feature/cart',
    date: '2026-11-21T09:58:40.000Z',
  },
  { event: 'release', gitTag: 'v1.2.3' },
  { event: 'workflow-dispatch', branch: 'main' },
  { event: 'schedule', branch: 'main' },
])('$event builds its head commit', ({ event, branch, pullRequest, gitTag, date }) => {
  const source = readBuildSource(runOf(event));
  expect({ ...source, date: source.date?.toISOString(), shaField: '' }).toEqual({
    sha: headSha,
    shaField: '',
    branch,
    pullRequest,
    gitTag,
    date,
  });
});

test.each([
  ['pull_request', 'pull_request.head.sha'],
  ['pull_request_target', 'pull_request.head.sha'],
  ['workflow_run', 'workflow_run.head_sha'],
])('a %s event without %s never falls back to another commit', (event, field) => {
  const run = readRunFacts({
    environment: { GITHUB_EVENT_NAME: event, GITHUB_SHA: headSha },
    readText: () => undefined,
  });
  expect(readBuildSource(run)).toMatchObject({ sha: undefined, shaField: field });
});

test.each(['', 'main', headSha.slice(0, 12), headSha.toUpperCase()])(
  'GITHUB_SHA %j is no full commit id',
  (sha) => {
    const source = readBuildSource(runOf('push-branch', { GITHUB_SHA: sha }));
    expect(source.sha).toBeUndefined();
  },
);

test('the date of another commit is not taken', () => {
  const source = readBuildSource(runOf('push-branch', { GITHUB_SHA: 'a'.repeat(40) }));
  expect(source).toMatchObject({ sha: 'a'.repeat(40), date: undefined });
});
