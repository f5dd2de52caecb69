import { booleanAt, valueAt } from '@kube-delivery/shared/json/json';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import type { FunctionWorld } from '../functions/native-function.ts';
import type { UndoStep } from '../undo/undo-step.ts';
import { noteTarget } from './note-target.ts';

/** Whether no pod is scheduled to the node any longer. */
export function isCordoned(node: KubeObject): boolean {
  return booleanAt(node, 'spec', 'unschedulable') === true;
}

/**
 * Takes nodes out of scheduling or back into it, and gives the names of those that were not so before.
 * The way back of all of them is recorded first. Each is judged again right before, unless this only
 * takes back what the run did (`isBack`).
 */
export async function setCordon(
  world: FunctionWorld,
  act: string,
  nodes: readonly KubeObject[],
  cordon: boolean,
  isBack = false,
): Promise<readonly string[]> {
  const changing = nodes.filter((node) => isCordoned(node) !== cordon);
  if (changing.length === 0) return [];
  const names = changing.map(({ metadata }) => metadata.name);
  await world.undo.record(
    {
      title: `${cordon ? 'cordon' : 'uncordon'} ${names.length === 1 ? 'Node' : 'Nodes'} ${names.join(', ')}`,
      namespace: undefined,
      steps: changing.map((node) => restoreStep(node, cordon)),
    },
    world.signal,
  );
  for (const node of changing) {
    if (!isBack) await world.blastRadius.recheck(node, world.signal);
    await setOne(world, act, node, cordon);
  }
  return names;
}

function restoreStep(node: KubeObject, cordon: boolean): UndoStep {
  return {
    kind: 'restore-field',
    object: referenceOf(node),
    uid: node.metadata.uid ?? '',
    field: ['spec', 'unschedulable'],
    before: valueAt(node, 'spec', 'unschedulable') ?? null,
    during: cordon,
  };
}

async function setOne(
  world: FunctionWorld,
  act: string,
  node: KubeObject,
  cordon: boolean,
): Promise<void> {
  const { cluster, dryRun, ledger, log, signal } = world;
  await cluster.patch(
    referenceOf(node),
    [
      { op: 'test', path: '/metadata/uid', value: node.metadata.uid ?? '' },
      { op: 'add', path: '/spec/unschedulable', value: cordon },
    ],
    { signal, dryRun },
  );
  const done = cordon ? 'cordoned' : 'uncordoned';
  const reason = dryRun ? `would be ${done}` : done;
  noteTarget(world, act, node, { in: true, reason });
  if (!dryRun) ledger.countEffect();
  log.info(`Node ${node.metadata.name}: ${reason}`);
}

function referenceOf({ metadata }: KubeObject): ObjectReference {
  return { apiVersion: 'v1', kind: 'Node', name: metadata.name };
}
