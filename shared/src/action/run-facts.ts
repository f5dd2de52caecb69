import type { JsonObject } from '../json/json.ts';

/** What the runner tells about the workflow run, read once from its environment. */
export interface RunFacts {
  /** `owner/name`; empty outside a runner. */
  readonly repository: string;
  /** `GITHUB_SHA`: for a pull request the merge commit. */
  readonly sha: string;
  /** `refs/heads/main`, `refs/tags/v1.2.3`, `refs/pull/17/merge`. */
  readonly ref: string;
  readonly eventName: string;
  /** The event's payload; empty where there is none. */
  readonly event: JsonObject;
  readonly runId: string;
  readonly runNumber: string;
  readonly runAttempt: number;
  readonly job: string;
  readonly actor: string;
  /** URL of the run on the server, or empty outside a runner. */
  readonly runUrl: string;
  readonly headRef: string;
  readonly baseRef: string;
  /** Absolute paths. */
  readonly workspace: string;
  readonly temp: string;
}
