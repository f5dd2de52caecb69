import { expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { capProblem, readyProblem } from '../../src/blast-radius/cap-problem.ts';

function objects(kind: string, count: number): readonly KubeObject[] {
  return Array.from({ length: count }, (_, at) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: `web-${at}` },
  }));
}

interface Case {
  readonly kind?: string;
  readonly hit: number;
  readonly of: number;
  readonly maxTargets?: number;
  readonly maxPercent?: number;
  readonly problem: string | undefined;
}

test.each<Case>([
  { hit: 0, of: 0, problem: undefined },
  { hit: 1, of: 2, problem: undefined },
  {
    hit: 2,
    of: 10,
    problem:
      '2 pods would be hit at once, but max-targets is 1: ask for fewer, or raise max-targets to 2',
  },
  {
    hit: 1,
    of: 3,
    maxTargets: 0,
    problem: '1 pod would be hit, but max-targets is 0: ask for fewer, or raise max-targets to 1',
  },
  // Half of three is rounded down.
  { hit: 1, of: 3, problem: undefined },
  {
    hit: 2,
    of: 3,
    maxTargets: 5,
    problem:
      '2 of 3 pods would be hit, but max-percent 50 allows 1: ask for fewer, or raise max-percent to 67',
  },
  // Nor is one pod at least.
  {
    hit: 1,
    of: 1,
    problem:
      '1 of 1 pod would be hit, but max-percent 50 allows 0: ask for fewer, or raise max-percent to 100',
  },
  { hit: 1, of: 1, maxPercent: 100, problem: undefined },
  // Pods that came since they were counted.
  {
    hit: 2,
    of: 1,
    maxTargets: 2,
    maxPercent: 100,
    problem: '2 of 1 pod would be hit, but max-percent 100 allows 1: ask for fewer',
  },
  { kind: 'Node', hit: 1, of: 2, problem: undefined },
  {
    kind: 'Node',
    hit: 1,
    of: 1,
    problem:
      '1 of 1 node would be hit, but max-percent 50 allows 0: ask for fewer, or raise max-percent to 100',
  },
  // A workload as a whole is not a part of anything.
  { kind: 'Deployment', hit: 1, of: 1, problem: undefined },
  {
    kind: 'Deployment',
    hit: 2,
    of: 2,
    problem:
      '2 Deployments would be hit at once, but max-targets is 1: ask for fewer, or raise max-targets to 2',
  },
])('%j', ({ kind = 'Pod', hit, of, maxTargets = 1, maxPercent = 50, problem }) => {
  const act = { chosen: objects(kind, hit), population: of };
  expect(capProblem(act, { maxTargets, maxPercent })).toBe(problem);
});

test.each<[number, number, number, string | undefined]>([
  [3, 1, 2, undefined],
  [3, 0, 3, undefined],
  [1, 1, 0, undefined],
  [
    3,
    2,
    2,
    '1 of 3 ready pods of Deployment web would be left, but min-ready-remaining is 2: run more replicas, or lower min-ready-remaining',
  ],
  [
    1,
    1,
    1,
    '0 of 1 ready pod of Deployment web would be left, but min-ready-remaining is 1: run more replicas, or lower min-ready-remaining',
  ],
  // Nothing of it is ready any more, so that nothing may be done to it.
  [
    0,
    0,
    1,
    '0 of 0 ready pods of Deployment web would be left, but min-ready-remaining is 1: run more replicas, or lower min-ready-remaining',
  ],
])('%d ready, %d of them hit, %d must remain', (ready, hit, remaining, problem) => {
  const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
  const fine = { workload, ready: 100, hit: 1 };
  expect(readyProblem([fine, { workload, ready, hit }], remaining)).toBe(problem);
});

test('where nothing belongs to a workload, nothing must remain', () => {
  expect(readyProblem([], 5)).toBeUndefined();
});
