import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { PodUnrest } from '../../src/blue-green/pod-unrest.ts';

interface PodState {
  readonly restarts?: number;
  readonly ready?: boolean;
  readonly ending?: boolean;
  readonly phase?: string;
  readonly exitCode?: number;
}

function pod(name: string, state: PodState = {}): KubeObject {
  const { restarts = 0, ready = true, ending = false, phase = 'Running', exitCode } = state;
  const lastState: JsonObject = exitCode === undefined ? {} : { terminated: { exitCode } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid: `uid-${name}`,
      ...(ending ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [{ name: 'app', restartCount: restarts, lastState }],
    },
  };
}

const steady = pod('b');

describe('PodUnrest', () => {
  test.each<readonly [string, PodState, PodState | undefined, string | undefined]>([
    ['nothing', {}, {}, undefined],
    [
      'a restart',
      {},
      { restarts: 1, exitCode: 137 },
      'pod a restarted (container app ended with exit code 137)',
    ],
    ['a restart whose end is not told', { restarts: 3 }, { restarts: 4 }, 'pod a restarted'],
    ['restarts from before', { restarts: 3 }, { restarts: 3 }, undefined],
    ['a pod that ceases to be ready', {}, { ready: false }, 'pod a is no longer ready'],
    ['a pod that was not ready yet', { ready: false }, { ready: false }, undefined],
    ['a pod that becomes ready', { ready: false }, {}, undefined],
    ['a pod that is evicted', {}, { ready: false, ending: true }, undefined],
    ['a pod that is gone', {}, undefined, undefined],
    ['a pod that failed', { ready: false }, { ready: false, phase: 'Failed' }, 'pod a has failed'],
  ])('%s', (_, before, after, unrest) => {
    const pods = new PodUnrest();
    expect(pods.see([pod('a', before), steady])).toBeUndefined();
    expect(pods.see([...(after === undefined ? [] : [pod('a', after)]), steady])).toBe(unrest);
  });

  test('remembers that a pod was ready, however long ago', () => {
    const pods = new PodUnrest();
    pods.see([pod('a'), steady]);
    pods.see([pod('a', { ready: false }), steady]);
    expect(pods.see([pod('a', { ready: false }), steady])).toBe('pod a is no longer ready');
    pods.forget();
    expect(pods.see([pod('a', { ready: false }), steady])).toBeUndefined();
  });

  test('needs a pod that serves', () => {
    const none = 'none of its pods is ready';
    expect(new PodUnrest().see([])).toBe(none);
    expect(new PodUnrest().see([pod('a', { ready: false })])).toBe(none);
    expect(new PodUnrest().see([pod('a', { ending: true })])).toBe(none);
  });
});
