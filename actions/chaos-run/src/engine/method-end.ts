/** Why the method is ended before it is through. */
export class MethodEndedError extends Error {
  override readonly name = 'MethodEndedError';
}

/** The method's own end: what is played under `signal` stops as soon as someone ends it. */
export interface MethodEnd {
  readonly signal: AbortSignal;
  /** Why it was ended; undefined while nobody has. */
  readonly reason: string | undefined;
  end(reason: string): void;
}

/** A method's end, under the signal of the job. */
export function openMethodEnd(parent: AbortSignal): MethodEnd {
  const controller = new AbortController();
  const state: { reason: string | undefined } = { reason: undefined };
  return {
    signal: AbortSignal.any([parent, controller.signal]),
    get reason() {
      return state.reason;
    },
    end: (reason) => {
      state.reason ??= reason;
      controller.abort(new MethodEndedError(reason));
    },
  };
}
