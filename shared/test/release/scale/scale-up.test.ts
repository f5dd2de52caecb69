import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/cluster/kube-object.ts';
import { referenceTo } from '../../../src/manifests/manifest.ts';
import type { ReleasePlan } from '../../../src/release/release-plan.ts';
import { leftDown } from '../../../src/release/scale/scale-up.ts';

function deployment(replicas?: number): KubeObject {
  const spec = replicas === undefined ? {} : { replicas };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec };
}

const down = [
  { reference: referenceTo(deployment()), replicas: 5, since: '2026-11-21T00:00:00.000Z' },
];

describe('leftDown', () => {
  test.each<[string, number | undefined, number | undefined, number | undefined, boolean, boolean]>(
    [
      // The case; replicas declared, in the object to be applied, and live; scaled by hand; as before.
      ['the manifest names its replicas', 3, 3, 0, false, true],
      ['the manifest asks for none', 0, 0, 0, false, true],
      ['the manifest does not name them', undefined, undefined, 0, true, true],
      ['an autoscaler owns them', 3, undefined, 0, true, true],
      ['an autoscaler owns them and this suite holds the field', 3, 0, 0, true, true],
      ['it is up again', undefined, undefined, 2, false, false],
      ['it is gone', undefined, undefined, undefined, false, false],
    ],
  )('%s', (_, declared, applied, live, byHand, asBefore) => {
    const plan: ReleasePlan = {
      objects: [
        {
          reference: referenceTo(deployment()),
          declared: deployment(declared),
          object: deployment(applied),
          action: 'update',
          live: live === undefined ? undefined : deployment(live),
          fields: [],
          force: false,
        },
      ],
      refusals: [],
    };
    expect(leftDown(plan, down, { asBefore: false })).toEqual(byHand ? down : []);
    expect(leftDown(plan, down, { asBefore: true })).toEqual(asBefore ? down : []);
    expect(leftDown({ objects: [], refusals: [] }, down, { asBefore: true })).toEqual([]);
  });
});
