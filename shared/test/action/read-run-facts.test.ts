import { expect, test } from '@jest/globals';
import { readRunFacts } from '../../src/action/read-run-facts.ts';

const environment = {
  GITHUB_REPOSITORY: 'shop/web',
  GITHUB_SHA: 'abc',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_EVENT_PATH: '/event.json',
  GITHUB_RUN_ID: '77',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_RUN_ATTEMPT: '3',
  GITHUB_JOB: 'production',
  GITHUB_ACTOR: 'somebody',
  GITHUB_SERVER_URL: 'https://git.example',
  GITHUB_WORKSPACE: '/work',
  RUNNER_TEMP: '/temp',
};

test('facts are what the runner says', () => {
  const readText = (path: string) => (path === '/event.json' ? '{"a":1}' : undefined);
  expect(readRunFacts({ environment, readText })).toEqual({
    repository: 'shop/web',
    sha: 'abc',
    ref: 'refs/heads/main',
    eventName: 'push',
    event: { a: 1 },
    runId: '77',
    runNumber: '42',
    runAttempt: 3,
    job: 'production',
    actor: 'somebody',
    runUrl: 'https://git.example/shop/web/actions/runs/77',
    headRef: '',
    baseRef: '',
    workspace: '/work',
    temp: '/temp',
  });
});

test.each([['not json'], ['[1]'], [undefined]])('an event of %j counts as none', (text) => {
  expect(readRunFacts({ environment, readText: () => text }).event).toEqual({});
});

test('outside a runner everything has a usable value', () => {
  const facts = readRunFacts({ environment: {}, readText: () => undefined });
  expect(facts).toMatchObject({ repository: '', runAttempt: 1, runUrl: '', event: {} });
  expect(facts.workspace).toBe(process.cwd());
});
