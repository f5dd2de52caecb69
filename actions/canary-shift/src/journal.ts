import type { Finding } from './judgement.ts';
import type { ObservedShare } from './share.ts';

/** What a weight was proved by. */
export type ShareProof = 'probes' | 'metrics' | 'not proved';

/** How one step of the way up went. */
export interface StepReport {
  /** Number in the list, from 1. */
  readonly step: number;
  readonly weight: number;
  readonly share: ObservedShare | undefined;
  readonly proof: ShareProof;
  /** The canary's requests that were seen, and those of them that failed. */
  readonly requests: number;
  readonly errors: number;
  readonly findings: readonly Finding[];
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  readonly reason: string;
}

/** A weight as it was set. */
export interface WeightChange {
  readonly at: string;
  readonly weight: number;
}

/** What happened in this run, for its report. */
export class Journal {
  readonly #steps: StepReport[] = [];
  readonly #weights: WeightChange[] = [];
  readonly #events: string[] = [];

  get steps(): readonly StepReport[] {
    return this.#steps;
  }

  get weights(): readonly WeightChange[] {
    return this.#weights;
  }

  /** Events and last lines of the canary's log, gathered before it is removed. */
  get events(): readonly string[] {
    return this.#events;
  }

  addStep(report: StepReport): void {
    this.#steps.push(report);
  }

  addWeight(change: WeightChange): void {
    this.#weights.push(change);
  }

  addEvents(lines: readonly string[]): void {
    this.#events.push(...lines);
  }
}
