import { expect, test } from '@jest/globals';
import { reportOf } from '../../src/report/report.ts';
import { samplePlayed } from './sample-played.ts';

test('the report holds all that the summary shows', () => {
  expect(reportOf([samplePlayed({})])).toEqual({
    experiments: [
      {
        file: 'chaos/kill.yaml',
        title: 'web survives',
        verdict: 'deviated',
        reason: 'the hypothesis did not hold',
        status: 'completed',
        deviated: true,
        methodBegan: true,
        abortReason: null,
        targets: [
          expect.objectContaining({ name: 'web-0', namespace: 'shop', in: false }),
          expect.objectContaining({ name: 'web-1', in: true, reason: 'evicted' }),
        ],
        undo: [
          { title: 'kill pod web-1', namespace: 'shop', outcome: 'nothing to do', reason: '' },
        ],
        recovery: { recovered: true, seconds: 1.25 },
        timeline: [
          { at: 0, kind: 'hypothesis', text: 'holds', good: true },
          { at: 1000, kind: 'action', text: 'kill a pod', good: true },
        ],
        probes: [
          {
            probe: 'health',
            lookCount: 3,
            failed: 1,
            medianMs: 40,
            p95Ms: 300,
            longestMs: 300,
            looks: [
              { at: 1, met: true, latencyMs: 20 },
              { at: 2, met: false, latencyMs: 300 },
              { at: 3, met: true, latencyMs: 40 },
            ],
          },
        ],
        controls: [],
        journal: 'journal.json',
      },
    ],
  });
});
