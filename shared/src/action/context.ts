import type { Clock } from '../time/clock.ts';
import type { Log } from './log.ts';
import type { RunFacts } from './run-facts.ts';
import type { Secrets } from './secrets.ts';

/** The world as an action's own code sees it. */
export interface ActionContext {
  readonly log: Log;
  readonly clock: Clock;
  readonly run: RunFacts;
  readonly secrets: Secrets;
  /** Aborts with an InterruptedError when the runner cancels the job. */
  readonly signal: AbortSignal;
  /** The environment, for what libraries of credentials need of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Remembered until the post step, which reads it by the same key. */
  keepForPost(key: string, value: string): void;
}
