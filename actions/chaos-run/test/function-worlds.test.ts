import { expect, test } from '@jest/globals';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { holderOfRun } from '@kube-delivery/shared/cluster/lock-holder';
import { quietContext } from '../../../shared/test/action/quiet-context.ts';
import type { Phase } from '../src/experiment/experiment.ts';
import { functionWorlds } from '../src/function-worlds.ts';
import type { WorldParts } from '../src/function-worlds.ts';
import { readInputs } from '../src/inputs.ts';
import { Ledger } from '../src/ledger.ts';
import { UnwrittenUndo } from '../src/undo/unwritten-undo.ts';
import { activity } from './report/sample-played.ts';

const context = quietContext();

function openWorlds(
  ledger: Ledger,
  onFault: WorldParts['onFault'] = () => undefined,
): ReturnType<typeof functionWorlds> {
  const inputs = readInputs(new InputReader(() => undefined), context);
  const holder = holderOfRun(context.run, '0a1b2c3d');
  const session = { inputs, context, cluster: undefined, holder, recorded: new Set<string>() };
  const undo = new UnwrittenUndo();
  const { caps } = inputs;
  return functionWorlds({ session, caps, cluster: undefined, ledger, undo, onFault });
}

const web = { kind: 'Deployment', namespace: 'shop', name: 'web' };
const entry = { ...web, act: 'scale_deployment', at: '2026-11-21T20:00:00Z' };

test.each<[Phase, boolean]>([
  ['method', true],
  ['rollbacks', false],
  ['hypothesis', false],
  ['configuration', false],
])('what functions do in the phase %s is told as hit: %s', (phase, isTold) => {
  const ledger = new Ledger();
  const world = openWorlds(ledger)(phase, { configuration: {}, secrets: {} }, context.signal);
  world.ledger.note({ ...entry, in: true, reason: 'scaled from 3 to 0' });
  world.ledger.note({ ...entry, in: false, reason: 'is not opted in' });
  world.ledger.countEffect();
  expect([ledger.targets.length, ledger.effects]).toEqual(isTold ? [2, 1] : [0, 0]);
});

test('a fault of the method is told with its activity before its way back is written', async () => {
  const said: string[] = [];
  const worldOf = openWorlds(new Ledger(), (title, { line }) => said.push(`${title}: ${line}`));
  const scope = { configuration: {}, secrets: {} };
  const fault = { title: 'scale web', namespace: 'shop', steps: [] };
  for (const phase of ['method', 'rollbacks'] as const) {
    const { undo } = worldOf(phase, scope, context.signal, activity('action', 'scale', 12));
    await undo.record(fault, context.signal);
  }
  expect(said).toEqual(['scale web: 12']);
});
