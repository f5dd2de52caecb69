import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideLease } from '../../src/cluster/lease-decision.ts';
import type { LeaseDecision } from '../../src/cluster/lease-decision.ts';
import { describeHolder, formatHolder, parseHolder } from '../../src/cluster/lock-holder.ts';

const self = { runId: '100', attempt: 2, job: 'deploy', nonce: 'cafe0001' };
const wait: LeaseDecision = { step: 'wait' };
const take = (why: 'free' | 'expired' | 'earlier attempt'): LeaseDecision => ({
  step: 'take',
  why,
});

test.each<[string, string | undefined, number, LeaseDecision]>([
  ['no lease', undefined, 0, { step: 'create' }],
  ['a lease that nobody holds', '', 0, take('free')],
  ['another run, just seen', '99/1/deploy/beef', 0, wait],
  ['another run, 29.9 s without a change', '99/1/deploy/beef', 29_900, wait],
  ['another run, 30 s without a change', '99/1/deploy/beef', 30_000, take('expired')],
  ['an earlier attempt of this run', '100/1/deploy/beef', 0, take('earlier attempt')],
  ['another job of this attempt', '100/2/other/beef', 0, wait],
  ['another leg of this job', '100/2/deploy/beef', 0, wait],
  ['a later attempt', '100/3/deploy/beef', 0, wait],
  ['somebody else altogether', 'kubectl', 0, wait],
  ['somebody else who is gone', 'kubectl', 30_000, take('expired')],
])('%s', (_, identity, unchanged, decision) => {
  const lease = identity === undefined ? undefined : { identity, duration: 30_000, unchanged };
  expect(decideLease(lease, self)).toEqual(decision);
});

test('runs outside of GitHub are not attempts of one another', () => {
  const lease = { identity: '/1/deploy/beef', duration: 30_000, unchanged: 0 };
  expect(decideLease(lease, { ...self, runId: '', attempt: 2 })).toEqual(wait);
});

describe('holders', () => {
  test('are read as they were written', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '-', '_', '7', ' ') });
    fc.assert(
      fc.property(text, fc.nat(), text, text, (runId, attempt, job, nonce) => {
        const holder = { runId, attempt, job, nonce };
        expect(parseHolder(formatHolder(holder))).toEqual(holder);
      }),
    );
  });

  test.each([
    ['99/1/deploy/beef', 'https://ci/runs/99', 'run 99 attempt 1, job deploy (https://ci/runs/99)'],
    ['/1//beef', undefined, 'a run outside of GitHub attempt 1'],
    ['kubectl', '', 'kubectl'],
    ['', undefined, 'an unknown holder'],
  ])('%j is described', (identity, url, text) => {
    expect(describeHolder(identity, url)).toBe(text);
  });
});
