import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { FunctionWorld } from '../functions/native-function.ts';
import type { UndoStep } from '../undo/undo-step.ts';
import { admitNodes } from './admit-nodes.ts';
import { isCordoned, setCordon } from './cordon.ts';
import { noteTarget } from './note-target.ts';

/**
 * Takes nodes back into scheduling and gives the names of those that are left out of it. What the run
 * itself has cordoned needs no leave, and goes first. A node that somebody else has cordoned may be under
 * repair: it is an object to hit like any other. Rejects with an ActivityFailedError where no node may be
 * uncordoned, or a cap forbids what is asked.
 */
export async function uncordonNodes(
  world: FunctionWorld,
  act: string,
  nodes: readonly KubeObject[],
): Promise<readonly string[]> {
  const { own, others } = splitCordoned(nodes, world.ownSteps());
  await setCordon(world, act, own, false, true);
  if (others.length === 0) return [];
  const matched = own.length === 0 ? others : await consenting(world, act, others);
  if (matched.length === 0) return namesOf(others);
  const all = await world.cluster.list({ apiVersion: 'v1', kind: 'Node' }, world.signal);
  const admitted = await admitNodes(world, {
    act,
    matched,
    count: undefined,
    population: all.length,
  });
  const done = await setCordon(world, act, admitted, false);
  return namesOf(others).filter((name) => !done.includes(name));
}

/** Notes each node that is not cordoned as out; what becomes of the others is for the act to say. */
export function discoverUncordon(
  world: Pick<FunctionWorld, 'ledger' | 'clock'>,
  act: string,
  nodes: readonly KubeObject[],
): void {
  for (const node of nodes) {
    if (!isCordoned(node)) noteTarget(world, act, node, { in: false, reason: 'is not cordoned' });
  }
}

/** The nodes that are cordoned, those by the run itself apart; `steps` are the ways back of what it did. */
export function splitCordoned(
  nodes: readonly KubeObject[],
  steps: readonly UndoStep[],
): { readonly own: readonly KubeObject[]; readonly others: readonly KubeObject[] } {
  const uids = steps
    .filter((step) => step.kind === 'restore-field')
    .filter(({ field, during }) => field.join('.') === 'spec.unschedulable' && during === true)
    .map(({ uid }) => uid);
  const isOwn = ({ metadata }: KubeObject): boolean => uids.includes(metadata.uid ?? '');
  const cordoned = nodes.filter(isCordoned);
  return { own: cordoned.filter(isOwn), others: cordoned.filter((node) => !isOwn(node)) };
}

/** Those that may be hit; the others are noted. */
async function consenting(
  world: FunctionWorld,
  act: string,
  nodes: readonly KubeObject[],
): Promise<readonly KubeObject[]> {
  const judged = await world.blastRadius.judge(nodes, world.signal);
  for (const { object, in: isIn, reason } of judged) {
    if (isIn) continue;
    noteTarget(world, act, object, { in: false, reason });
    world.log.warning(`Node ${object.metadata.name} stays cordoned: it ${reason}`);
  }
  return judged.filter((each) => each.in).map(({ object }) => object);
}

function namesOf(nodes: readonly KubeObject[]): readonly string[] {
  return nodes.map(({ metadata }) => metadata.name);
}
