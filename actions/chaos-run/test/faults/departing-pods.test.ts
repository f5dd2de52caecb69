import { expect, test } from '@jest/globals';
import { departingPods } from '../../src/faults/departing-pods.ts';
import { aPod } from './pods.ts';

const names = (pods: ReturnType<typeof departingPods>): readonly string[] =>
  pods.map(({ metadata }) => metadata.name);

test('of a StatefulSet the highest numbers go', () => {
  const pods = ['db-0', 'db-10', 'db-2', 'db-9'].map((name) => aPod(name));
  expect(names(departingPods('StatefulSet', pods, 3))).toEqual(['db-10', 'db-9', 'db-2']);
});

test('of a Deployment those that do not serve go first, then the youngest', () => {
  const pods = [
    aPod('old', { born: '2026-11-21T20:00:00Z' }),
    aPod('young', { born: '2026-11-21T20:09:00Z' }),
    aPod('unready', { born: '2026-11-21T19:00:00Z', ready: false }),
  ];
  expect(names(departingPods('Deployment', pods, 1))).toEqual(['unready']);
  expect(names(departingPods('Deployment', pods, 2))).toEqual(['unready', 'young']);
  expect(names(departingPods('Deployment', pods, 9))).toEqual(['unready', 'young', 'old']);
});
