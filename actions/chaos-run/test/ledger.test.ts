import { expect, test } from '@jest/globals';
import { payload } from '../../../shared/test/cluster/payloads.ts';
import { noteTarget } from '../src/faults/note-target.ts';
import { Ledger, targetJson } from '../src/ledger.ts';

const now = new Date('2026-11-21T20:10:40Z');
const pod = payload('pods', 'part-0');

function noted(...found: readonly { readonly in: boolean; readonly reason: string }[]): Ledger {
  const ledger = new Ledger();
  const clock = { now: () => now, elapsed: () => 0, sleep: () => Promise.resolve() };
  for (const each of found) noteTarget({ ledger, clock }, 'kill_pods', pod, each);
  return ledger;
}

test('nothing of an object but its name gets into reports', () => {
  const judged = { object: pod, in: true, reason: 'evicted' };
  const { targets } = noted(judged);
  const entry = {
    kind: 'Pod',
    namespace: pod.metadata.namespace,
    name: 'part-0',
    in: true,
    reason: 'evicted',
    act: 'kill_pods',
    at: '2026-11-21T20:10:40.000Z',
  };
  expect(targets).toEqual([entry]);
  expect(targetJson({ ...entry, ...judged, namespace: undefined })).toEqual({
    ...entry,
    namespace: null,
  });
});

test('an object is noted once for each outcome', () => {
  const out = { in: false, reason: 'is not opted in' };
  expect(noted(out, out, { in: true, reason: 'evicted' }, out).targets).toHaveLength(2);
});
