/** Why an object cannot become ready, as found at it or its pods. */
export interface Cause {
  /** One sentence without a period at its end: what fails, where, and why. */
  readonly reason: string;
  /** What the user can do about it. */
  readonly hint: string;
  /** Counts as failure only when it has lasted so long, in milliseconds; 0 at once. */
  readonly grace: number;
  /** The same cause seen again has the same key. */
  readonly key: string;
}
