import { describe, expect, test } from '@jest/globals';
import { decideGitHubRetry, isDoubtful } from '../../src/github/decide-github-retry.ts';
import type { GitHubSetback } from '../../src/github/decide-github-retry.ts';

function answer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  message = '',
): GitHubSetback {
  return { kind: 'answer', answer: { status, headers, body: JSON.stringify({ message }) } };
}

function failure(kind: 'unsent' | 'unanswered' | 'refused'): GitHubSetback {
  return { kind: 'failure', failure: { kind, message: '', hint: '' } };
}

const usedUp = {
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': '1763720030',
  date: 'Fri, 21 Nov 2025 10:13:20 GMT',
};
const secondary =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

describe('decideGitHubRetry', () => {
  const facts = { attempts: 1, remaining: 90_000, chance: 1 };
  test.each<[string, GitHubSetback, Partial<typeof facts>, number | undefined]>([
    ['a server that is ill', answer(502), {}, 500],
    ['a server that is still ill', answer(503), { attempts: 3 }, 2_000],
    ['a server that is ill for long', answer(500), { attempts: 30 }, 8_000],
    ['half of the wait by chance', answer(504), { chance: 0 }, 250],
    ['a server that says how long', answer(503, { 'retry-after': '7' }), {}, 7_000],
    ['too many calls', answer(429, { 'retry-after': '3' }), {}, 3_000],
    ['too many calls, not said how long', answer(429), {}, 60_000],
    ['a secondary limit', answer(403, { 'retry-after': '20' }, secondary), {}, 20_000],
    ['a secondary limit, not said how long', answer(403, {}, secondary), {}, 60_000],
    ['a primary limit', answer(403, usedUp), {}, 31_000],
    ['a primary limit that lasts too long', answer(403, usedUp), { remaining: 30_000 }, undefined],
    ['a limit that lasts too long', answer(429), { remaining: 59_000 }, undefined],
    [
      'a missing permission',
      answer(403, {}, 'Resource not accessible by integration'),
      {},
      undefined,
    ],
    ['a repository that is not there', answer(404), {}, undefined],
    ['a wrong token', answer(401), {}, undefined],
    ['a wrong request', answer(422), {}, undefined],
    ['a redirect', answer(301), {}, undefined],
    ['nobody there', failure('unsent'), { attempts: 2 }, 1_000],
    ['no answer', failure('unanswered'), {}, 500],
    ['a certificate that is not trusted', failure('refused'), {}, undefined],
  ])('%s', (_, setback, known, wait) => {
    expect(decideGitHubRetry({ setback, ...facts, ...known })).toBe(wait);
  });
});

test.each<[string, GitHubSetback, boolean]>([
  ['502', answer(502), true],
  ['429', answer(429), false],
  ['no answer', failure('unanswered'), true],
  ['never sent', failure('unsent'), false],
])('may have been done all the same: %s', (_, setback, expected) => {
  expect(isDoubtful(setback)).toBe(expected);
});
