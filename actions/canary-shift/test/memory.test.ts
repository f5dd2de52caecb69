import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { patched } from '../../../shared/test/traffic/routes.ts';
import { planPromoted, planRejected, readMemory } from '../src/memory.ts';

function workload(annotations?: Record<string, string>, image = 'web:1'): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', ...(annotations === undefined ? {} : { annotations }) },
    spec: { template: { spec: { containers: [{ name: 'web', image }] } } },
  };
}

const nothing = { rejected: undefined, promoted: undefined };

describe('the memory of a stable workload', () => {
  test.each([undefined, { team: 'web' }])('begins empty (%j)', (annotations) => {
    expect(readMemory(workload(annotations))).toEqual(nothing);
  });

  test.each([undefined, { team: 'web' }])('keeps a rejection (%j)', (annotations) => {
    const stable = workload(annotations);
    const after = patched(stable, planRejected(stable, 'aaaa', 'too slow'));
    expect(readMemory(after)).toEqual({
      rejected: { revision: 'aaaa', reason: 'too slow' },
      promoted: undefined,
    });
    expect(planRejected(after, 'aaaa', 'too slow')).toEqual([]);
  });

  test('forgets rejections at a promotion', () => {
    const stable = workload();
    const rejected = patched(stable, planRejected(stable, 'aaaa', 'too slow'));
    const promoted = patched(rejected, planPromoted(rejected, 'bbbb'));
    expect(readMemory(promoted)).toEqual({ rejected: undefined, promoted: 'bbbb' });
  });

  test('forgets a promotion when other pods are deployed', () => {
    const stable = workload();
    const { metadata } = patched(stable, planPromoted(stable, 'bbbb'));
    expect(readMemory({ ...workload(undefined, 'web:9'), metadata })).toEqual(nothing);
  });
});
