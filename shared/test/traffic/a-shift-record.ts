import type { ShiftRecord } from '../../src/traffic/shift-record.ts';

/** A record of a shift that holds step 2 of the default list. */
export const aRecord: ShiftRecord = {
  version: 1,
  phase: 'shifting',
  revision: 'aaaa',
  weight: 20,
  step: 2,
  reason: '',
  deadline: '2026-11-21T11:00:00.000Z',
  original: {
    split: { stable: 1, canary: undefined },
    owners: [
      { manager: 'kubectl', operation: 'Apply', apiVersion: 'gateway.networking.k8s.io/v1' },
    ],
    stableReplicas: 3,
    canaryReplicas: 1,
    stableImages: { web: 'registry.example/web:v1' },
  },
  canaryImages: { web: 'registry.example/web:v2' },
  workloads: { stable: 'web', canary: 'web-canary' },
  services: { stable: 'web', canary: 'web-canary' },
  run: { id: '17', attempt: 1, url: 'https://github.example/o/r/actions/runs/17' },
  startedAt: '2026-11-21T10:58:00.000Z',
};
