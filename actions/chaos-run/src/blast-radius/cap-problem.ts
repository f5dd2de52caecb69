import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { Act } from './blast-radius.ts';
import type { Caps } from './caps.ts';

/**
 * The cap that an act breaks by how much it hits, as one sentence with what to do; undefined where it
 * holds. The percentage is of pods and nodes: a workload that is hit as a whole is one of one.
 */
export function capProblem(
  { chosen, population }: Omit<Act, 'name'>,
  { maxTargets, maxPercent }: Pick<Caps, 'maxTargets' | 'maxPercent'>,
): string | undefined {
  const count = chosen.length;
  const [first] = chosen;
  if (first === undefined) return undefined;
  if (count > maxTargets) {
    const would = count === 1 ? 'would be hit' : 'would be hit at once';
    return `${amount(count, first)} ${would}, but max-targets is ${maxTargets}: ask for fewer, or raise max-targets to ${count}`;
  }
  if (first.kind !== 'Pod' && first.kind !== 'Node') return undefined;
  const most = Math.floor((maxPercent * population) / 100);
  if (count <= most) return undefined;
  const needed = Math.ceil((count * 100) / Math.max(population, 1));
  const remedy =
    needed > 100 ? 'ask for fewer' : `ask for fewer, or raise max-percent to ${needed}`;
  return `${count} of ${amount(population, first)} would be hit, but max-percent ${maxPercent} allows ${most}: ${remedy}`;
}

/** A workload, and what an act would leave of it. */
export interface ReadyLeft {
  readonly workload: KubeObject;
  readonly ready: number;
  /** Ready pods that the act hits. */
  readonly hit: number;
}

/** The workload that too few ready pods would be left of, as one sentence; undefined where there is none. */
export function readyProblem(
  lefts: readonly ReadyLeft[],
  minReadyRemaining: number,
): string | undefined {
  const broken = lefts.find(({ ready, hit }) => ready - hit < minReadyRemaining);
  if (broken === undefined) return undefined;
  const { workload, ready, hit } = broken;
  const title = `${workload.kind} ${workload.metadata.name}`;
  return `${ready - hit} of ${ready} ready ${ready === 1 ? 'pod' : 'pods'} of ${title} would be left, but min-ready-remaining is ${minReadyRemaining}: run more replicas, or lower min-ready-remaining`;
}

function amount(count: number, { kind }: KubeObject): string {
  const noun = kind === 'Pod' || kind === 'Node' ? kind.toLowerCase() : kind;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
