import { isFailed } from '@kube-delivery/shared/http/probe';
import type { ProbeResult } from '@kube-delivery/shared/http/probe';
import type { Counts } from './judgement.ts';
import type { SideCounts } from './share.ts';

/** What each side says its version is; the canary's is undefined where its pods cannot be asked. */
export interface Versions {
  readonly stable: string;
  readonly canary: string | undefined;
}

/** Counts probes by the side that answered. */
export class ProbeTally {
  readonly #versions: Versions;
  readonly #latencies: number[] = [];
  readonly #failures = new Map<string, number>();
  #stable = 0;
  #canary = 0;
  #unknown = 0;
  #canaryErrors = 0;
  #unknownErrors = 0;
  #failed = 0;

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  add(result: ProbeResult): void {
    const { canary, stable } = this.#versions;
    const failed = isFailed(result);
    if (failed) {
      this.#failed += 1;
      const what = result.error ?? `status ${result.status ?? 0}`;
      this.#failures.set(what, (this.#failures.get(what) ?? 0) + 1);
    }
    if (result.version === stable) {
      this.#stable += 1;
      return;
    }
    if (result.version !== undefined && result.version === canary) {
      this.#canary += 1;
      this.#latencies.push(result.latency);
      if (failed) this.#canaryErrors += 1;
    } else {
      this.#unknown += 1;
      if (failed) this.#unknownErrors += 1;
    }
  }

  /** All answers by side. */
  get sides(): SideCounts {
    return { stable: this.#stable, canary: this.#canary, unknown: this.#unknown };
  }

  /**
   * The canary's requests, with those that failed without telling their side: nothing failed before
   * the canary got traffic, so they are its doing.
   */
  get canary(): Counts {
    return {
      requests: this.#canary + this.#unknownErrors,
      errors: this.#canaryErrors + this.#unknownErrors,
    };
  }

  /** Milliseconds of the canary's answers. */
  get latencies(): readonly number[] {
    return this.#latencies;
  }

  /** Failed probes of whichever side. */
  get failed(): number {
    return this.#failed;
  }

  /** `3 × status 500, 1 × other side closed`. */
  describeFailures(): string {
    return [...this.#failures].map(([what, times]) => `${times} × ${what}`).join(', ');
  }
}
