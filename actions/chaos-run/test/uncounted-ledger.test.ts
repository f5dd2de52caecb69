import { expect, test } from '@jest/globals';
import { Ledger } from '../src/ledger.ts';
import { UncountedLedger } from '../src/uncounted-ledger.ts';

test('what a rollback does is noted, but no effect of the method', () => {
  const ledger = new Ledger();
  ledger.countEffect();
  const ofRollbacks = new UncountedLedger(ledger);
  ofRollbacks.countEffect();
  const pod = { kind: 'Pod', namespace: 'shop', name: 'web-1', in: true };
  ofRollbacks.note({ ...pod, reason: 'evicted', act: 'kill_pods', at: '2026-11-21T20:00:00Z' });
  expect(ledger.effects).toBe(1);
  expect(ledger.targets).toMatchObject([pod]);
  expect(ofRollbacks.targets).toEqual(ledger.targets);
});
