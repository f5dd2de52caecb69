import type { Cluster } from '../cluster/cluster.ts';
import type { Clock } from '../time/clock.ts';
import {
  fromSecret,
  recordReference,
  recordSecretType,
  recordSelector,
  toSecret,
} from './record-secret.ts';
import type { ReleaseOutcome, ReleaseRecord } from './release-record.ts';

/** What becomes known of a revision when it ends. */
export interface ReleaseEnd {
  readonly outcome: ReleaseOutcome;
  readonly reason?: string;
  /** For `rolled-back`: the revision that was restored. */
  readonly restored?: number;
}

/**
 * The history of one release: a Secret for each revision, in the connection's namespace. Its writer
 * holds `releaseLock(release)`.
 */
export class ReleaseHistory {
  readonly release: string;
  readonly #cluster: Cluster;
  readonly #clock: Clock;

  constructor(cluster: Cluster, release: string, clock: Clock) {
    this.#cluster = cluster;
    this.release = release;
    this.#clock = clock;
  }

  /** All revisions there are, oldest first. */
  async list(signal: AbortSignal): Promise<readonly ReleaseRecord[]> {
    const secrets = await this.#cluster.list(this.#records(), signal);
    return secrets
      .filter((secret) => secret.type === recordSecretType)
      .map(fromSecret)
      .sort((a, b) => a.revision - b.revision);
  }

  /** One revision, or undefined where it is no longer kept. */
  async read(revision: number, signal: AbortSignal): Promise<ReleaseRecord | undefined> {
    const reference = recordReference(this.#cluster.namespace, this.release, revision);
    const secret = await this.#cluster.read(reference, signal);
    return secret && fromSecret(secret);
  }

  /** Keeps a revision that is about to be written, as `pending`. */
  async begin(record: ReleaseRecord, signal: AbortSignal): Promise<void> {
    await this.#cluster.create(this.#secretOf(record), { signal });
  }

  /** Keeps how a revision ended, and gives it as it is kept. */
  async finish(
    record: ReleaseRecord,
    end: ReleaseEnd,
    signal: AbortSignal,
  ): Promise<ReleaseRecord> {
    const finishedAt = this.#clock.now().toISOString();
    const finished = { ...record, reason: '', ...end, finishedAt };
    await this.#cluster.apply(this.#secretOf(finished), { signal, force: true });
    return finished;
  }

  /** Whether the server would take this record: its size, and the right to write it. */
  async rehearse(record: ReleaseRecord, signal: AbortSignal): Promise<void> {
    await this.#cluster.create(this.#secretOf(record), { signal, dryRun: true });
  }

  /** Deletes all but the newest `limit` revisions; the last good one stays in any case. */
  async trim(limit: number, signal: AbortSignal): Promise<void> {
    const few = await this.#cluster.names(this.#records(), limit, signal);
    if (few !== undefined) return;
    const records = await this.list(signal);
    const good = records.findLast(({ outcome }) => outcome === 'deployed');
    const surplus = records.slice(0, Math.max(0, records.length - limit));
    for (const { revision } of surplus) {
      if (revision === good?.revision) continue;
      const reference = recordReference(this.#cluster.namespace, this.release, revision);
      await this.#cluster.delete(reference, { signal });
    }
  }

  #records() {
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: this.#cluster.namespace,
      labelSelector: recordSelector(this.release),
    };
  }

  #secretOf(record: ReleaseRecord) {
    return toSecret(record, this.#cluster.namespace);
  }
}

/** The lock that the writer of a release holds: Lease `kube-delivery-release-<release>`. */
export function releaseLock(release: string): { readonly kind: 'release'; readonly name: string } {
  return { kind: 'release', name: release };
}
