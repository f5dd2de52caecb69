import type { Cluster } from '../cluster/cluster.ts';
import { messageOf } from '../action/errors.ts';
import { isApiError } from '../cluster/api-error.ts';
import { explainFailure } from '../cluster/call-failure.ts';
import type { Clock } from '../time/clock.ts';
import { formatDuration } from '../time/duration.ts';
import { RefusedAddressError } from './address-guard.ts';
import type { AddressRules } from './address-guard.ts';
import { assessAnswer } from './assess-answer.ts';
import type { Check } from './check.ts';
import { sendRequest } from './send-request.ts';
import type { Destination } from './send-request.ts';

/** Who is asked: the URL that paths belong to, or a port of a pod. Whole URLs are never asked at a pod. */
export type Place =
  | { readonly kind: 'url'; readonly base: URL }
  | {
      readonly kind: 'pod';
      readonly cluster: Cluster;
      readonly namespace: string;
      readonly name: string;
      readonly port: number;
    };

/** How checks are asked. */
export interface AskOptions {
  /** Milliseconds for a check that has no time of its own. */
  readonly timeout: number;
  readonly addresses: AddressRules;
  /** PEM certificates trusted besides the usual ones. */
  readonly certificates: string | undefined;
}

/** What one check found at one place. */
export interface CheckAnswer {
  /** Milliseconds; undefined where no answer came. */
  readonly latency?: number;
  /** Everything that was wrong; empty where the check passed. */
  readonly problems: readonly string[];
  /** No answer came at all. */
  readonly unreachable: boolean;
}

/** Stands in where only paths matter. */
const nowhere = new URL('http://invalid/');

/** Longer timers fire at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Asks one check at one place. Whatever goes wrong there is part of the answer; rejects only with a
 * RefusedAddressError for an address that must not be asked, for what the API server forbids, and when
 * the signal aborts.
 */
export async function askCheck(
  check: Check,
  place: Place,
  options: AskOptions,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<CheckAnswer> {
  return withinLimit(check.timeout ?? options.timeout, place, signal, async (within) => {
    const destination = destinationOf(check, place, options, within);
    const headers = { ...(place.kind === 'pod' ? { host: place.name } : {}), ...check.headers };
    const answer = await sendRequest(destination, { ...check, headers }, clock, within);
    const problems = assessAnswer(answer, check.expect);
    return { latency: answer.latency, problems, unreachable: false };
  });
}

/** Asks a place within a time; that no answer came is an answer, save for what `askCheck` rejects for. */
export async function withinLimit(
  limit: number,
  place: Place,
  signal: AbortSignal,
  ask: (within: AbortSignal) => Promise<CheckAnswer>,
): Promise<CheckAnswer> {
  const timeout = AbortSignal.timeout(Math.min(limit, longestTimer));
  try {
    return await ask(AbortSignal.any([signal, timeout]));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RefusedAddressError || isApiError(error, 401, 403)) throw error;
    const why = timeout.aborted
      ? `no answer within ${formatDuration(limit)}`
      : whyNoAnswer(error, place);
    return { problems: [why], unreachable: true };
  }
}

/** The URL that a check asks, where `base` is what its path belongs to. */
export function urlOfCheck({ url }: Check, base: URL): URL {
  if (url instanceof URL) return url;
  const full = new URL(base.origin + base.pathname.replace(/\/$/, '') + url.path);
  full.username = base.username;
  full.password = base.password;
  return full;
}

function destinationOf(
  check: Check,
  place: Place,
  { addresses, certificates }: AskOptions,
  signal: AbortSignal,
): Destination {
  if (place.kind === 'pod') {
    const { pathname, search } = urlOfCheck(check, nowhere);
    const path = pathname + search;
    return { kind: 'stream', path, open: async () => place.cluster.connectToPod(place, signal) };
  }
  return {
    kind: 'url',
    url: urlOfCheck(check, place.base),
    addresses,
    ...(certificates === undefined ? {} : { certificates }),
  };
}

function whyNoAnswer(error: unknown, place: Place): string {
  if (place.kind === 'pod') return messageOf(error);
  const { kind, message } = explainFailure(error);
  return kind === 'refused' && message.includes('not trusted')
    ? `${message}; give its authority as ca-certificates`
    : message;
}
