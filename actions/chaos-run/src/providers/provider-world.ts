import type { Clock } from '@kube-delivery/shared/time/clock';
import type { ProgramWorld } from './process-problems.ts';

/** The world of an HTTP request or a process. */
export interface ProviderWorld extends ProgramWorld {
  readonly clock: Clock;
  /** Ends the request or the process at once. */
  readonly signal: AbortSignal;
}
