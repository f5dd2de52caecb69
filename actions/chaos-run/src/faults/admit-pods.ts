import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { stringAt } from '@kube-delivery/shared/json/json';
import { NothingHitError } from '../activity-failed.ts';
import type { Judged } from '../blast-radius/blast-radius.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { choosePods, describeAmount } from './choose-pods.ts';
import type { PodChoice } from './choose-pods.ts';
import { noteTarget } from './note-target.ts';

/** What an act on pods asks for. */
export interface PodsAsked {
  /** The function or fault, for the ledger. */
  readonly act: string;
  /** What was looked for, for messages: `label selector app=web in namespace shop`. */
  readonly sought: string;
  readonly matched: readonly KubeObject[];
  readonly choice: PodChoice;
}

type World = Pick<
  FunctionWorld,
  'blastRadius' | 'ledger' | 'clock' | 'random' | 'compat' | 'signal'
>;

/**
 * The pods that the act hits: chosen among those that may be hit, with every cap held. Those that may
 * not are noted with their reasons. Rejects with an ActivityFailedError where no pod may be hit, or a
 * cap forbids what is asked; with `compat: chaostoolkit` nothing matched is an empty list.
 */
export async function admitPods(world: World, asked: PodsAsked): Promise<readonly KubeObject[]> {
  const { act, sought, matched, choice } = asked;
  const isLenient = world.compat === 'chaostoolkit';
  if (matched.length === 0) {
    if (isLenient) return [];
    throw noneMatches(sought);
  }
  const judged = await judgePods(world, matched);
  for (const each of judged) if (!each.in) noteTarget(world, act, each.object, each);
  const allowed = judged.filter((each) => each.in).map(({ object }) => object);
  if (allowed.length === 0) {
    const reasons = judged.map(({ object, reason }) => `${object.metadata.name} ${reason}`);
    throw new NothingHitError(`no pod may be hit: ${reasons.join('; ')}`);
  }
  const population = matched.filter((pod) => endOf(pod) === undefined).length;
  const chosen = choosePods(allowed, population, choice, world.random);
  if (chosen.length === 0) {
    if (isLenient) return [];
    const amount = describeAmount(choice.amount, population);
    throw new NothingHitError(`no pod is hit: ${amount} are asked for, which is none`);
  }
  await world.blastRadius.permit({ name: act, chosen, population }, world.signal);
  return chosen;
}

/** Notes for each pod whether it may be hit. Rejects with a NothingHitError where none matches. */
export async function discoverPods(
  world: World,
  { act, sought, matched }: Pick<PodsAsked, 'act' | 'sought' | 'matched'>,
): Promise<void> {
  if (matched.length === 0) throw noneMatches(sought);
  for (const each of await judgePods(world, matched)) noteTarget(world, act, each.object, each);
}

function noneMatches(sought: string): NothingHitError {
  return new NothingHitError(`no pod may be hit: none matches ${sought}`);
}

/** Pods that have ended are out whatever the blast radius says: nothing happens when they are hit. */
async function judgePods(world: World, matched: readonly KubeObject[]): Promise<readonly Judged[]> {
  const judged = await world.blastRadius.judge(matched, world.signal);
  return judged.map((each) => {
    const end = endOf(each.object);
    return each.in && end !== undefined ? { ...each, in: false, reason: end } : each;
  });
}

function endOf(pod: KubeObject): string | undefined {
  const phase = stringAt(pod, 'status', 'phase') ?? '';
  if (phase === 'Succeeded' || phase === 'Failed') return `has ended already (${phase})`;
  return pod.metadata.deletionTimestamp === undefined ? undefined : 'is being deleted already';
}
