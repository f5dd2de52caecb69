import { expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { systemClock } from '@kube-delivery/shared/time/system-clock';
import { discoverUncordon, splitCordoned } from '../../src/faults/uncordon.ts';
import { Ledger } from '../../src/ledger.ts';
import type { UndoStep } from '../../src/undo/undo-step.ts';

const node = (name: string, unschedulable: boolean): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: `uid-${name}` },
  spec: { unschedulable },
});
const set = (name: string, before: boolean, during: boolean): UndoStep => ({
  kind: 'restore-field',
  object: { apiVersion: 'v1', kind: 'Node', name },
  uid: `uid-${name}`,
  field: ['spec', 'unschedulable'],
  before,
  during,
});

test('only what the run itself has cordoned is its own', () => {
  const [ours, theirs, open] = [node('ours', true), node('theirs', true), node('open', false)];
  expect(splitCordoned([ours, theirs, open], [set('ours', false, true)])).toEqual({
    own: [ours],
    others: [theirs],
  });
  // What the run has uncordoned was somebody else's before.
  expect(splitCordoned([ours], [set('ours', true, false)])).toEqual({ own: [], others: [ours] });
  const rest = { own: [], others: [ours, theirs] };
  expect(splitCordoned([ours, theirs, open], [{ kind: 'nothing' }])).toEqual(rest);
});

test('what is not cordoned is out', () => {
  const ledger = new Ledger();
  const nodes = [node('closed', true), node('open', false)];
  discoverUncordon({ ledger, clock: systemClock }, 'uncordon_node', nodes);
  expect(ledger.targets).toMatchObject([
    { kind: 'Node', name: 'open', in: false, reason: 'is not cordoned', act: 'uncordon_node' },
  ]);
});
