import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isServing } from '@kube-delivery/shared/cluster/readiness/pod';
import { arrayAt, numberAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';

interface KnownPod {
  readonly restarts: number;
  readonly wasServing: boolean;
}

/**
 * Watches the pods of a colour for what pods of a good release do not do: restart, or cease to be
 * ready. Pods that end because they are evicted, or that come in their place, are no unrest, as long as
 * one serves.
 */
export class PodUnrest {
  readonly #known = new Map<string, KnownPod>();

  /** Takes the pods as they are now; gives the first unrest since it saw them before. */
  see(pods: readonly KubeObject[]): string | undefined {
    const found = pods.map((pod) => this.#compare(pod)).find((unrest) => unrest !== undefined);
    if (found !== undefined) return found;
    return pods.some(isServing) ? undefined : 'none of its pods is ready';
  }

  /** What was seen until now counts no more. */
  forget(): void {
    this.#known.clear();
  }

  #compare(pod: KubeObject): string | undefined {
    const { name, uid = name, deletionTimestamp } = pod.metadata;
    const before = this.#known.get(uid);
    const restarts = statusesOf(pod)
      .map(restartsOf)
      .reduce((sum, each) => sum + each, 0);
    const serves = isServing(pod);
    this.#known.set(uid, {
      restarts: before?.restarts ?? restarts,
      wasServing: before?.wasServing === true || serves,
    });
    if (deletionTimestamp !== undefined || before === undefined) return undefined;
    if (restarts > before.restarts) return `pod ${name} restarted${lastEnd(pod)}`;
    if (stringAt(pod, 'status', 'phase') === 'Failed') return `pod ${name} has failed`;
    return before.wasServing && !serves
      ? `pod ${name} is no longer ready${lastEnd(pod)}`
      : undefined;
  }
}

function statusesOf(pod: KubeObject): readonly Json[] {
  return [
    ...arrayAt(pod, 'status', 'containerStatuses'),
    ...arrayAt(pod, 'status', 'initContainerStatuses'),
  ];
}

function restartsOf(status: Json): number {
  return numberAt(status, 'restartCount') ?? 0;
}

/** How a container of the pod ended last, where one did. */
function lastEnd(pod: KubeObject): string {
  for (const status of statusesOf(pod)) {
    for (const state of ['state', 'lastState']) {
      const exitCode = numberAt(status, state, 'terminated', 'exitCode');
      if (exitCode === undefined) continue;
      return ` (container ${stringAt(status, 'name') ?? '?'} ended with exit code ${exitCode})`;
    }
  }
  return '';
}
