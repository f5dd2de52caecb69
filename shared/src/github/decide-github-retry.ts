import type { CallFailure } from '../cluster/call-failure.ts';
import { parseRetryAfter } from '../cluster/retry.ts';
import type { HttpAnswer } from '../http/answer.ts';

/** How one attempt of a call ended, when it was not good. */
export type GitHubSetback =
  | { readonly kind: 'answer'; readonly answer: HttpAnswer }
  | { readonly kind: 'failure'; readonly failure: CallFailure };

/** What is known when an attempt has failed. */
export interface GitHubRetryFacts {
  readonly setback: GitHubSetback;
  /** Attempts made, this one included. */
  readonly attempts: number;
  /** Milliseconds that are left for the call. */
  readonly remaining: number;
  /** From 0 to 1. */
  readonly chance: number;
}

const firstWaitMs = 500;
const longestWaitMs = 8_000;
/** What GitHub asks for where a secondary limit does not say how long it lasts. */
const secondaryLimitMs = 60_000;
const passing = [500, 502, 503, 504];

/**
 * Milliseconds to wait before the call is made again; undefined where that would not help, or not in
 * time. Limits are waited for as GitHub asks (docs.github.com, Rate limits for the REST API).
 */
export function decideGitHubRetry(facts: GitHubRetryFacts): number | undefined {
  const wait = waitFor(facts);
  return wait === undefined || wait > facts.remaining ? undefined : wait;
}

function waitFor({ setback, attempts, chance }: GitHubRetryFacts): number | undefined {
  const doubled = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempts - 1, 10));
  const backOff = doubled * (0.5 + chance / 2);
  if (setback.kind === 'failure') return setback.failure.kind === 'refused' ? undefined : backOff;
  const { answer } = setback;
  const asked = parseRetryAfter(answer.headers['retry-after']);
  if (isLimit(answer)) return Math.max(backOff, asked ?? untilReset(answer) ?? secondaryLimitMs);
  return passing.includes(answer.status) ? Math.max(backOff, asked ?? 0) : undefined;
}

/** Whether the answer says that this token called too often; with 403 that is another thing than a missing permission. */
export function isLimit({ body, headers, status }: HttpAnswer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /\b(?:secondary rate|abuse detection)/i.test(body)
  );
}

/** Whether the server may have done what it was asked for all the same. */
export function isDoubtful(setback: GitHubSetback): boolean {
  return setback.kind === 'answer'
    ? passing.includes(setback.answer.status)
    : setback.failure.kind === 'unanswered';
}

/** Milliseconds until the primary limit ends, by the server's own clock. */
function untilReset({ headers }: HttpAnswer): number | undefined {
  if (headers['x-ratelimit-remaining'] !== '0') return undefined;
  const reset = Number(headers['x-ratelimit-reset']) * 1000;
  const wait = reset - Date.parse(headers.date ?? '');
  return Number.isNaN(wait) ? undefined : Math.max(0, wait) + 1000;
}
