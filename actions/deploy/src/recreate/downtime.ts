import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { numberAt } from '@kube-delivery/shared/json/json';
import type { ScaledWorkload } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { Clock } from '@kube-delivery/shared/time/clock';

/** For the watch to say what the deploy has seen already. */
const lagMs = 2000;

/**
 * Measures for how long a release is down: from when its workloads were asked for no pods, by this run
 * or by a lost one before it, until each of them has a ready pod again.
 */
export class Downtime {
  readonly #cluster: Cluster;
  readonly #clock: Clock;
  readonly #workloads: readonly ScaledWorkload[];
  readonly #begun: number;
  readonly #over = new AbortController();
  #comeback: Promise<number | undefined> = Promise.resolve(undefined);

  /** To be made just before the workloads are taken down; `since` is when a lost run took one down. */
  constructor(
    { cluster, clock }: { readonly cluster: Cluster; readonly clock: Clock },
    workloads: readonly ScaledWorkload[],
    { since }: { readonly since: Date | undefined },
  ) {
    this.#cluster = cluster;
    this.#clock = clock;
    this.#workloads = workloads;
    const now = clock.now().getTime();
    const before = Math.max(0, now - (since?.getTime() ?? now));
    this.#begun = clock.elapsed() - before;
  }

  /** Looks out for ready pods; from when none of the old ones is left. */
  watch(): void {
    const { signal } = this.#over;
    const up = this.#workloads.map(({ reference }) => this.#untilUp(reference, signal));
    this.#comeback = Promise.all(up).then(
      () => this.#clock.elapsed(),
      () => undefined,
    );
  }

  /** Seconds, to the tenth; undefined where a workload is still without a ready pod. */
  async seconds(): Promise<number | undefined> {
    const waited = new AbortController();
    const lag = this.#clock.sleep(lagMs, waited.signal).then(
      () => undefined,
      () => undefined,
    );
    const up = await Promise.race([this.#comeback, lag]);
    waited.abort();
    return up === undefined ? undefined : Math.round((up - this.#begun) / 100) / 10;
  }

  /** Ends the watch. */
  stop(): void {
    this.#over.abort();
  }

  async #untilUp({ apiVersion, kind, namespace, name }: ObjectReference, signal: AbortSignal) {
    const query = {
      apiVersion,
      kind,
      ...(namespace === undefined ? {} : { namespace }),
      fieldSelector: `metadata.name=${name}`,
    };
    for await (const [workload] of this.#cluster.observe(query, signal)) {
      if ((numberAt(workload, 'status', 'readyReplicas') ?? 0) > 0) return;
    }
    throw new Error(`${name} was not seen up`);
  }
}
