import type { CallFailure } from './call-failure.ts';

/** How one attempt of a call ended, when it was not good. */
export type Setback =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** The server's Retry-After in milliseconds. */
      readonly retryAfter: number | undefined;
    }
  /** 409, as the object changed while the server was applying to it. */
  | { readonly kind: 'contention' }
  /** 429, as a PodDisruptionBudget does not let a pod go: the caller decides whether to wait for it. */
  | { readonly kind: 'budget' }
  | { readonly kind: 'failure'; readonly failure: CallFailure['kind'] };

/** What is known when an attempt has failed. */
export interface RetryFacts {
  readonly setback: Setback;
  /** Whether doing it twice is the same as doing it once. */
  readonly repeatable: boolean;
  /** Attempts made, this one included. */
  readonly attempts: number;
  /** Milliseconds since the call began. */
  readonly elapsed: number;
  /** Whether this server has ever answered on this connection. */
  readonly answeredBefore: boolean;
  /** From 0 to 1. */
  readonly chance: number;
}

/** Wait so many milliseconds and try again, or stop. */
export type RetryDecision = { readonly wait: number } | 'stop';

const firstWaitMs = 200;
const longestWaitMs = 5_000;
const longestRetryAfterMs = 30_000;
const mostThrottledAttempts = 10;
/** As kubectl: five times more than once. */
const mostContendedAttempts = 6;
/** A server that never answered is more likely the wrong one than one that restarts. */
const firstContactMs = 15_000;
const callBudgetMs = 60_000;

/**
 * Whether a failed attempt is made again. A call that is not repeatable is made again only where the
 * server cannot have acted on it: it never got the request, or it said so (429, or 503 with
 * Retry-After, as in client-go).
 */
export function decideRetry(facts: RetryFacts): RetryDecision {
  const { setback, attempts, elapsed } = facts;
  if (!isWorthRepeating(facts)) return 'stop';
  const wait = waitFor(setback, attempts, facts.chance);
  const budget =
    setback.kind === 'failure' && !facts.answeredBefore ? firstContactMs : callBudgetMs;
  return elapsed + wait > budget ? 'stop' : { wait };
}

function isWorthRepeating({ setback, repeatable, attempts }: RetryFacts): boolean {
  if (setback.kind === 'failure') {
    switch (setback.failure) {
      case 'unsent':
        return true;
      case 'unanswered':
        return repeatable;
      case 'refused':
        return false;
    }
  }
  if (setback.kind === 'budget') return false;
  if (setback.kind === 'contention') return attempts < mostContendedAttempts;
  if (setback.status === 429) return attempts < mostThrottledAttempts;
  if (setback.status === 503 && setback.retryAfter !== undefined) return true;
  return repeatable && [500, 502, 503, 504].includes(setback.status);
}

function waitFor(setback: Setback, attempts: number, chance: number): number {
  const doubled = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempts - 1, 10));
  const jittered = doubled * (0.5 + chance / 2);
  const asked = setback.kind === 'status' ? (setback.retryAfter ?? 0) : 0;
  return Math.max(jittered, Math.min(asked, longestRetryAfterMs));
}

/** Milliseconds of a Retry-After header in seconds (RFC 9110 section 10.2.3); dates are not used by Kubernetes. */
export function parseRetryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header.trim())
    ? Number(header.trim()) * 1000
    : undefined;
}
