import type { Json, JsonObject } from '@kube-delivery/shared/json/json';

/** One activity that was played, in the shape of Chaos Toolkit's journal. */
export interface ActivityRun {
  activity: JsonObject;
  output: Json;
  /** ISO 8601 with microseconds, UTC, as `2026-11-21T20:10:40.123456+00:00`; so are all times. */
  readonly start: string;
  /** Missing while it runs, and for one that was cut short. */
  status?: 'succeeded' | 'failed';
  end?: string;
  /** Seconds. */
  duration?: number;
  /** Lines that say why it failed. */
  exception?: readonly string[];
  /** Only of hypothesis probes. */
  tolerance_met?: boolean;
}

/** What one look at the hypothesis found. */
export interface HypothesisState {
  steady_state_met: boolean | null;
  readonly probes: ActivityRun[];
}

/** How an experiment ended, in Chaos Toolkit's words. */
export type JournalStatus = 'completed' | 'failed' | 'aborted' | 'interrupted';

/** The journal, key by key as Chaos Toolkit writes it, and our own key beside. */
export interface Journal {
  readonly 'chaoslib-version': string;
  readonly platform: string;
  readonly node: string;
  experiment: JsonObject;
  readonly start: string;
  status: JournalStatus | null;
  deviated: boolean;
  readonly steady_states: {
    before: HypothesisState | null;
    after: HypothesisState | null;
    readonly during: HypothesisState[];
  };
  readonly run: ActivityRun[];
  readonly rollbacks: ActivityRun[];
  end?: string;
  /** Seconds. */
  duration?: number;
  'x-kube-delivery'?: JsonObject;
}
