import { describe, expect, test } from '@jest/globals';
import { decideRetry, parseRetryAfter } from '../../src/cluster/retry.ts';
import type { RetryFacts, Setback } from '../../src/cluster/retry.ts';

const facts: Omit<RetryFacts, 'setback'> = {
  repeatable: true,
  attempts: 1,
  elapsed: 0,
  answeredBefore: true,
  chance: 1,
};
const status = (code: number, retryAfter?: number): Setback => ({
  kind: 'status',
  status: code,
  retryAfter,
});
const failure = (kind: 'unsent' | 'unanswered' | 'refused'): Setback => ({
  kind: 'failure',
  failure: kind,
});

describe('what is tried again', () => {
  test.each<[string, Setback, Partial<RetryFacts>, boolean]>([
    ['a read while the server restarts', failure('unsent'), {}, true],
    ['a create that was never sent', failure('unsent'), { repeatable: false }, true],
    ['a read whose connection broke', failure('unanswered'), {}, true],
    ['a create whose connection broke', failure('unanswered'), { repeatable: false }, false],
    ['an untrusted certificate', failure('refused'), {}, false],
    ['a throttled create', status(429), { repeatable: false }, true],
    ['a call throttled ten times', status(429), { attempts: 10 }, false],
    ['a read that met a fault', status(500), {}, true],
    ['a read that met a bad gateway', status(502), {}, true],
    ['a create that met a fault', status(500), { repeatable: false }, false],
    ['a create told to come again', status(503, 1000), { repeatable: false }, true],
    ['a create told nothing', status(503), { repeatable: false }, false],
    ['a forbidden read', status(403), {}, false],
    ['a conflict', status(409), {}, false],
    ['an apply to an object that moved', { kind: 'contention' }, { attempts: 5 }, true],
    ['an apply to an object that moves on', { kind: 'contention' }, { attempts: 6 }, false],
    ['an eviction that a budget refuses', { kind: 'budget' }, {}, false],
    ['a missing object', status(404), {}, false],
    ['an invalid object', status(422), {}, false],
    ['a server gone for half a minute', failure('unsent'), { elapsed: 35_000 }, true],
    ['a server gone for over a minute', failure('unsent'), { elapsed: 60_001 }, false],
    [
      'a first contact of 10 s',
      failure('unsent'),
      { elapsed: 10_000, answeredBefore: false },
      true,
    ],
    [
      'a first contact of 15 s',
      failure('unsent'),
      { elapsed: 15_000, answeredBefore: false },
      false,
    ],
  ])('%s', (_, setback, particular, again) => {
    expect(decideRetry({ ...facts, ...particular, setback }) !== 'stop').toBe(again);
  });
});

describe('how long is waited', () => {
  test.each<[string, Setback, Partial<RetryFacts>, number]>([
    ['shortly at first', status(500), { attempts: 1 }, 200],
    ['twice as long each time', status(500), { attempts: 4 }, 1600],
    ['never above 5 s', status(500), { attempts: 900 }, 5000],
    ['half of it at the luckiest', status(500), { attempts: 1, chance: 0 }, 100],
    ['as long as the server asks', status(429, 3000), { attempts: 1 }, 3000],
    ['at most 30 s of what it asks', status(429, 3_600_000), { attempts: 1 }, 30_000],
  ])('%s', (_, setback, particular, wait) => {
    expect(decideRetry({ ...facts, ...particular, setback })).toEqual({ wait });
  });
});

test.each([
  ['3', 3000],
  [' 0 ', 0],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ['-1', undefined],
  [undefined, undefined],
])('Retry-After %j', (header, milliseconds) => {
  expect(parseRetryAfter(header)).toBe(milliseconds);
});
