import type { Readiness } from '../readiness.ts';

/** The object is as its manifest asks. */
export const ready: Readiness = { state: 'ready' };

/** The object is on its way; `message` says what is missing, with counts where there are any. */
export function progressing(message: string): Readiness {
  return { state: 'progressing', message };
}

/** The object gave up. */
export function failed(message: string): Readiness {
  return { state: 'failed', message };
}
