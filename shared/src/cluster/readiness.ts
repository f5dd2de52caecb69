import type { ObjectReference } from './kube-object.ts';

/** How far an object is, judged from its own fields. */
export type Readiness =
  | { readonly state: 'ready' }
  | { readonly state: 'progressing'; readonly message: string }
  | { readonly state: 'failed'; readonly message: string };

/** Why an object did not become ready, with what was found at its pods. */
export interface Diagnosis {
  readonly object: ObjectReference;
  /** One sentence: what failed and why, with exit code or event where there is one. */
  readonly reason: string;
  /** What the user can do about it. */
  readonly hint: string;
  /** Newest last: `Warning FailedScheduling: 0/1 nodes are available …`. */
  readonly events: readonly string[];
  readonly containers: readonly ContainerFinding[];
}

/** The state of one container that stands in the way. */
export interface ContainerFinding {
  readonly pod: string;
  readonly container: string;
  /** `CrashLoopBackOff`, `ImagePullBackOff`, `Error`, `not ready` … */
  readonly state: string;
  readonly exitCode?: number;
  readonly restarts: number;
  /** Last lines of this life's log; of the previous life's. */
  readonly log: readonly string[];
  readonly previousLog: readonly string[];
}
