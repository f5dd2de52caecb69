import { expect, test } from '@jest/globals';
import { probeFailure } from '../../../src/cluster/diagnosis/probe-failure.ts';
import type { KubeObject } from '../../../src/cluster/kube-object.ts';

const liveness = 'Liveness probe failed: HTTP probe failed with statuscode: 404';
const startup = 'Startup probe failed: dial tcp 10.244.0.118:9898: connect: connection refused';
const readiness = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
const livenessKills = 'Container podinfo failed liveness probe, will be restarted';
const startupKills = 'Container podinfo failed startup probe, will be restarted';

/** Events as the kubelet writes them, a second apart. */
function events(...said: readonly (readonly [reason: string, message: string])[]): KubeObject[] {
  return said.map(([reason, message], second) => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `web.${second}`, namespace: 'shop' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'u1' },
    reason,
    message,
    type: reason === 'Killing' ? 'Normal' : 'Warning',
    lastTimestamp: `2026-11-22T01:38:0${second}Z`,
  }));
}

test.each<[string, KubeObject[], string | undefined]>([
  ['the only probe', events(['Unhealthy', liveness]), liveness],
  [
    'the probe that ended it, though a start after it failed once',
    events(['Unhealthy', liveness], ['Killing', livenessKills], ['Unhealthy', startup]),
    liveness,
  ],
  [
    'a startup probe that ended it',
    events(['Unhealthy', startup], ['Killing', startupKills], ['Unhealthy', liveness]),
    startup,
  ],
  [
    'the last of several that ended it',
    events(
      ['Unhealthy', startup],
      ['Killing', startupKills],
      ['Unhealthy', liveness],
      ['Killing', livenessKills],
      ['Unhealthy', startup],
    ),
    liveness,
  ],
  [
    'the last one where it was ended for something else',
    events(
      ['Unhealthy', liveness],
      ['Killing', 'Stopping container podinfo'],
      ['Unhealthy', startup],
    ),
    startup,
  ],
  ['nothing of a probe that ends no container', events(['Unhealthy', readiness]), undefined],
])('of a container that crashes: %s', (_, seen, expected) => {
  expect(probeFailure(seen, { probes: 'fatal' })).toBe(expected);
});

test('any other cause has the last probe of any kind, or none', () => {
  const seen = events(['Unhealthy', liveness], ['Unhealthy', readiness]);
  expect(probeFailure(seen, { probes: 'any' })).toBe(readiness);
  expect(probeFailure(seen, {})).toBeUndefined();
});
