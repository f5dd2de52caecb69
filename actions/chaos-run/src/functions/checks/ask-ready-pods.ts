import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { TargetPod, TargetPods } from '@kube-delivery/shared/target/target-pods';
import { outcomeOf, plainOutcome } from './check-outcome.ts';
import type { PlaceAnswer } from './check-outcome.ts';

/** So many pods are asked at once. */
const atOnce = 10;
/** So often pods may go away while they are asked. */
const mostRounds = 10;

/** The pods behind a target, and how one of them is asked. */
export interface PodQuestion {
  /** As it is written: `deployment/web`. */
  readonly target: string;
  find(): Promise<TargetPods>;
  ask(pod: TargetPod): Promise<PlaceAnswer>;
}

/**
 * Asks every ready pod. A bad answer counts only where its pod has been ready all the while: users'
 * requests go to no other. Where it has not, the pods that are ready by then are asked, save those that
 * answered well. No ready pod is a failure.
 */
export async function askReadyPods(question: PodQuestion): Promise<Json> {
  const good = new Map<string, PlaceAnswer>();
  let found = await question.find();
  for (let round = 1; ; round += 1) {
    if ('problem' in found) return plainOutcome(found.problem);
    const ready = found.pods.filter((pod) => pod.ready);
    if (ready.length === 0) return plainOutcome(`no pod behind ${question.target} is ready`);
    const open = ready.filter((pod) => !good.has(readiness(pod)));
    const answers = await mapConcurrently(open, atOnce, async (pod) => ({
      readiness: readiness(pod),
      answer: await question.ask(pod),
    }));
    const bad = answers.filter(({ answer }) => answer.problems.length > 0);
    for (const each of answers) {
      if (!bad.includes(each)) good.set(each.readiness, each.answer);
    }
    if (bad.length === 0) return outcomeOf(answersOf(ready, good));
    found = await question.find();
    const pods = 'problem' in found ? [] : found.pods.filter((pod) => pod.ready);
    const still = new Set(pods.map(readiness));
    const counting = round < mostRounds ? bad.filter((each) => still.has(each.readiness)) : bad;
    if (counting.length > 0) {
      return outcomeOf([...answersOf(pods, good), ...counting.map(({ answer }) => answer)]);
    }
  }
}

function answersOf(
  pods: readonly TargetPod[],
  good: ReadonlyMap<string, PlaceAnswer>,
): readonly PlaceAnswer[] {
  return pods.flatMap((pod) => good.get(readiness(pod)) ?? []);
}

/** Tells a pod, and the time for which it has been ready, from any other. */
function readiness({ object }: TargetPod): string {
  const condition = arrayAt(object, 'status', 'conditions').find(
    (each) => stringAt(each, 'type') === 'Ready',
  );
  return `${object.metadata.uid ?? ''} ${stringAt(condition, 'lastTransitionTime') ?? ''}`;
}
