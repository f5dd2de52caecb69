import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { NothingHitError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { isCordoned } from './cordon.ts';
import { noteTarget } from './note-target.ts';

/** What an act on nodes asks for. */
export interface NodesAsked {
  /** The function or fault, for the ledger. */
  readonly act: string;
  readonly matched: readonly KubeObject[];
  /** So many of them by chance; undefined for all. */
  readonly count: number | undefined;
  /** What the percentage is of; the nodes that pods can be scheduled to unless given. */
  readonly population?: number;
}

type World = Pick<
  FunctionWorld,
  'blastRadius' | 'cluster' | 'ledger' | 'clock' | 'random' | 'signal'
>;

/**
 * The nodes that the act hits, with every cap held; the percentage is of the nodes that pods can be
 * scheduled to. Those that may not be hit are noted with their reasons. Rejects with an
 * ActivityFailedError where no node may be hit, or a cap forbids what is asked.
 */
export async function admitNodes(
  world: World,
  { act, matched, count, ...asked }: NodesAsked,
): Promise<readonly KubeObject[]> {
  const { blastRadius, random, signal } = world;
  const judged = await blastRadius.judge(matched, signal);
  for (const each of judged) if (!each.in) noteTarget(world, act, each.object, each);
  const allowed = judged.filter((each) => each.in).map(({ object }) => object);
  if (allowed.length === 0) {
    const reasons = judged.map(({ object, reason }) => `${object.metadata.name} ${reason}`);
    throw new NothingHitError(`no node may be hit: ${reasons.join('; ')}`);
  }
  const chosen = count === undefined ? allowed : random.sample(allowed, count);
  if (chosen.length === 0) {
    throw new NothingHitError(`no node is hit: ${count ?? 0} of ${matched.length} are asked for`);
  }
  const population = asked.population ?? (await schedulable(world));
  await blastRadius.permit({ name: act, chosen, population }, signal);
  return chosen;
}

/** Notes for each node whether it may be hit. */
export async function discoverNodes(
  world: World,
  act: string,
  matched: readonly KubeObject[],
): Promise<void> {
  const judged = await world.blastRadius.judge(matched, world.signal);
  for (const each of judged) noteTarget(world, act, each.object, each);
}

async function schedulable({ cluster, signal }: World): Promise<number> {
  const nodes = await cluster.list({ apiVersion: 'v1', kind: 'Node' }, signal);
  return nodes.filter((node) => !isCordoned(node)).length;
}
