/** Why an object cannot become ready, as found at it or its pods. */
export interface Cause {
  /** One sentence without a period at its end: what fails, where, and why. */
  readonly reason: string;
  /** What the user can do about it. */
  readonly hint: string;
  /** For how long it may still pass by itself. */
  readonly grace: keyof Graces;
  /** The same cause seen again has the same key. */
  readonly key: string;
  /** Nothing that happened since the wait began told of it, so that it may be over. */
  readonly isOld?: boolean;
  /** Which failing probes tell more of it: those that end a container, or any. */
  readonly probes?: 'fatal' | 'any';
}

/** How long, in milliseconds, causes may last before they count as failure. */
export interface Graces {
  /** What never passes by itself. */
  readonly none: number;
  /** The ConfigMap or Secret of a volume may be created a moment later. */
  readonly mount: number;
  /** The server refuses pods, which only a change outside the workload can end. */
  readonly creation: number;
  /** The end of pods of another template may make room in a quota. */
  readonly room: number;
  /** An autoscaler may bring the pods that a disruption budget asks for. */
  readonly budget: number;
  /** An autoscaler may bring the node that a pod needs. */
  readonly schedule: number;
  /** What is not known to last any more. */
  readonly old: number;
  /** A Deployment put back to an older template keeps its failed condition until that makes progress. */
  readonly settle: number;
}

/** The graces of the deploy contract; those it does not name are short. */
export const defaultGraces: Graces = {
  none: 0,
  mount: 30_000,
  creation: 0,
  room: 15_000,
  budget: 30_000,
  schedule: 60_000,
  old: 0,
  settle: 5_000,
};
