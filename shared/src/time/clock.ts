/** Time as an action sees it; the real one is `systemClock`. */
export interface Clock {
  /** The wall clock: for records that people read, never for measuring. */
  now(): Date;
  /** Milliseconds on a clock that never jumps. */
  elapsed(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason as soon as it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}
