import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { numberAt } from '@kube-delivery/shared/json/json';
import type { Clock } from '@kube-delivery/shared/time/clock';
import { ActivityFailedError, NothingHitError } from '../activity-failed.ts';
import type { Ledger } from '../ledger.ts';
import type { Act, BlastRadius, Judged } from './blast-radius.ts';
import { capProblem, readyProblem } from './cap-problem.ts';
import type { ReadyLeft } from './cap-problem.ts';
import type { Caps } from './caps.ts';
import { judgeObject } from './judge.ts';
import { Surroundings } from './surroundings.ts';
import { UnjudgeableError } from './unjudgeable.ts';

const parallelReads = 8;
/** What was read for a judgement is as good for the permission that follows it, in milliseconds. */
const freshFor = 1000;

/**
 * The blast radius that the caps allow on a cluster. Every decision is made on what the cluster says at
 * that moment; what `permit` refuses is noted in the ledger as left out.
 */
export function openBlastRadius(
  cluster: Cluster,
  caps: Caps,
  ledger: Ledger,
  clock: Clock,
): BlastRadius {
  return new ClusterBlastRadius(cluster, caps, ledger, clock);
}

class ClusterBlastRadius implements BlastRadius {
  readonly #cluster: Cluster;
  readonly #caps: Caps;
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  #latest: { readonly surroundings: Surroundings; readonly at: number } | undefined;

  constructor(cluster: Cluster, caps: Caps, ledger: Ledger, clock: Clock) {
    this.#cluster = cluster;
    this.#caps = caps;
    this.#ledger = ledger;
    this.#clock = clock;
  }

  async judge(objects: readonly KubeObject[], signal: AbortSignal): Promise<readonly Judged[]> {
    const surroundings = new Surroundings(this.#cluster, signal);
    this.#latest = { surroundings, at: this.#clock.elapsed() };
    return this.#judge(objects, surroundings);
  }

  async permit(act: Act, signal: AbortSignal): Promise<void> {
    const surroundings = this.#takeLatest() ?? new Surroundings(this.#cluster, signal);
    const judged = await this.#judge(act.chosen, surroundings);
    const out = judged.filter((each) => !each.in);
    if (out.length > 0) {
      for (const { object, reason } of out) this.#noteOut(act.name, object, reason);
      throw new NothingHitError(
        `nothing was hit: ${out.map(({ object, reason }) => `${named(object)} ${reason}`).join('; ')}`,
      );
    }
    const problem =
      capProblem(act, this.#caps) ?? (await this.#readyProblem(act.chosen, surroundings));
    if (problem === undefined) return;
    for (const object of act.chosen) this.#noteOut(act.name, object, problem);
    throw new NothingHitError(`nothing was hit: ${problem}`);
  }

  async leaveEnough(pods: readonly KubeObject[], signal: AbortSignal): Promise<void> {
    const problem = await this.#readyProblem(pods, new Surroundings(this.#cluster, signal));
    if (problem !== undefined) throw new NothingHitError(`nothing was hit: ${problem}`);
  }

  async recheck(object: KubeObject, signal: AbortSignal): Promise<KubeObject> {
    const surroundings = new Surroundings(this.#cluster, signal);
    const [live] = await Promise.all([
      this.#cluster.read(referenceTo(object), signal),
      surroundings.lookAhead(object),
    ]);
    const title = named(object);
    if (live === undefined) throw new ActivityFailedError(`${title} is gone`);
    if (live.metadata.uid !== object.metadata.uid) {
      throw new ActivityFailedError(`${title} is gone: another took its name`);
    }
    const judged = await judgeObject(live, this.#caps, surroundings, this.#clock.now());
    const problem = judged.in ? await this.#readyProblem([live], surroundings) : judged.reason;
    if (problem === undefined) return live;
    const said = judged.in ? `was not hit: ${problem}` : problem;
    throw new ActivityFailedError(`${title} ${said}`);
  }

  /** The surroundings of a judgement just made, once. */
  #takeLatest(): Surroundings | undefined {
    const latest = this.#latest;
    this.#latest = undefined;
    if (latest === undefined || this.#clock.elapsed() - latest.at > freshFor) return undefined;
    return latest.surroundings;
  }

  #judge(objects: readonly KubeObject[], surroundings: Surroundings): Promise<readonly Judged[]> {
    const now = this.#clock.now();
    return mapConcurrently(objects, parallelReads, (object) =>
      judgeObject(object, this.#caps, surroundings, now),
    );
  }

  async #readyProblem(
    objects: readonly KubeObject[],
    surroundings: Surroundings,
  ): Promise<string | undefined> {
    if (this.#caps.minReadyRemaining === 0) return undefined;
    try {
      return readyProblem(await this.#leftOf(objects, surroundings), this.#caps.minReadyRemaining);
    } catch (error) {
      if (!(error instanceof UnjudgeableError)) throw error;
      return `what would be left of its workload ${error.message}`;
    }
  }

  async #leftOf(
    objects: readonly KubeObject[],
    surroundings: Surroundings,
  ): Promise<readonly ReadyLeft[]> {
    const pods = objects.filter(({ kind }) => kind === 'Pod');
    const lefts: ReadyLeft[] = [];
    for (const [workload, hit] of await byWorkload(pods, surroundings)) {
      const ready = await surroundings.readyPodsOf(workload);
      const uids = new Set(hit.map(({ metadata }) => metadata.uid));
      const readyHit = ready.filter(({ metadata }) => uids.has(metadata.uid)).length;
      // Pods that are ready now and more than are wanted are on their way out.
      const wanted = numberAt(workload, 'spec', 'replicas') ?? ready.length;
      lefts.push({ workload, ready: Math.min(ready.length, wanted), hit: readyHit });
    }
    return lefts;
  }

  #noteOut(act: string, { kind, metadata }: KubeObject, reason: string): void {
    const { namespace, name } = metadata;
    const at = this.#clock.now().toISOString();
    this.#ledger.note({ kind, namespace, name, in: false, reason, act, at });
  }
}

async function byWorkload(
  pods: readonly KubeObject[],
  surroundings: Surroundings,
): Promise<ReadonlyMap<KubeObject, readonly KubeObject[]>> {
  const groups = new Map<KubeObject, KubeObject[]>();
  for (const pod of pods) {
    const workload = await surroundings.workloadOf(pod);
    if (workload === undefined) continue;
    // Each workload is read once, so that it is the same object for all of its pods.
    groups.set(workload, [...(groups.get(workload) ?? []), pod]);
  }
  return groups;
}

function referenceTo({ apiVersion, kind, metadata }: KubeObject): ObjectReference {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function named(object: KubeObject): string {
  const title = describeReference(referenceTo(object));
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}
