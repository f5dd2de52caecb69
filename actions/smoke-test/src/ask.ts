import type { ActionContext } from '@kube-delivery/shared/action/context';
import { messageOf, wrongInput } from '@kube-delivery/shared/action/errors';
import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import { explainFailure } from '@kube-delivery/shared/cluster/call-failure';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { RefusedAddressError } from '@kube-delivery/shared/http-check/address-guard';
import { assessAnswer } from '@kube-delivery/shared/http-check/assess-answer';
import type { Check } from '@kube-delivery/shared/http-check/check';
import { sendRequest } from '@kube-delivery/shared/http-check/send-request';
import type { Destination } from '@kube-delivery/shared/http-check/send-request';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import type { Attempt } from './attempt.ts';
import type { Inputs } from './inputs.ts';
import { nameOf } from './planned-check.ts';
import type { PlannedCheck } from './planned-check.ts';

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

/** Stands in where only paths matter. */
const nowhere = new URL('http://invalid/');

/** That nobody listens on a port is told as an error of the stream, a moment after it opened. */
const refusalShowsWithin = 250;

/** Longer timers fire at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Runs one check at one place. Whatever goes wrong there is part of the attempt; rejects only for an
 * address that must not be asked, for what the API server forbids, and when the signal aborts.
 */
export async function ask(
  planned: PlannedCheck,
  place: Place,
  inputs: Inputs,
  context: Pick<ActionContext, 'clock' | 'signal'>,
): Promise<Attempt> {
  const where = describe(planned, place);
  const limit =
    (planned.kind === 'http' ? planned.check.timeout : undefined) ?? inputs.requestTimeout;
  const timeout = AbortSignal.timeout(Math.min(limit, longestTimer));
  const signal = AbortSignal.any([context.signal, timeout]);
  try {
    if (planned.kind === 'connect') {
      const latency = await openOnce(place, context.clock, signal);
      return { ...where, latency, problems: [], unreachable: false };
    }
    const { check } = planned;
    const destination = destinationOf(check, place, inputs, signal);
    const headers = { ...(place.kind === 'pod' ? { host: place.name } : {}), ...check.headers };
    const answer = await sendRequest(destination, { ...check, headers }, context.clock, signal);
    const problems = assessAnswer(answer, check.expect);
    return { ...where, latency: answer.latency, problems, unreachable: false };
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof RefusedAddressError) {
      const isOwn = planned.kind === 'http' && planned.check.url instanceof URL;
      throw wrongInput(isOwn && inputs.checks !== undefined ? 'checks' : 'url', error.message);
    }
    if (isApiError(error, 401, 403)) throw error;
    const why = timeout.aborted
      ? `no answer within ${formatDuration(limit)}`
      : whyNoAnswer(error, place);
    return { ...where, problems: [why], unreachable: true };
  }
}

function whyNoAnswer(error: unknown, place: Place): string {
  if (place.kind === 'pod') return messageOf(error);
  const { kind, message } = explainFailure(error);
  return kind === 'refused' && message.includes('not trusted')
    ? `${message}; give its authority as ca-certificates`
    : message;
}

function describe(planned: PlannedCheck, place: Place): Pick<Attempt, 'check' | 'place' | 'pod'> {
  const check = nameOf(planned);
  if (place.kind === 'pod') return { check, place: `pod ${place.name}`, pod: place.name };
  const url = planned.kind === 'http' ? urlOf(planned.check, place.base) : place.base;
  return { check, place: shownUrl(url) };
}

function destinationOf(
  check: Check,
  place: Place,
  { allowPrivate, certificates }: Inputs,
  signal: AbortSignal,
): Destination {
  if (place.kind === 'pod') {
    const { pathname, search } = urlOf(check, nowhere);
    const path = pathname + search;
    return { kind: 'stream', path, open: async () => place.cluster.connectToPod(place, signal) };
  }
  return {
    kind: 'url',
    url: urlOf(check, place.base),
    addresses: { allowPrivate },
    ...(certificates === undefined ? {} : { certificates }),
  };
}

async function openOnce(
  place: Place,
  clock: ActionContext['clock'],
  signal: AbortSignal,
): Promise<number> {
  if (place.kind !== 'pod') throw new TypeError('only pods are asked for a mere connection');
  const begun = clock.elapsed();
  const stream = await place.cluster.connectToPod(place, signal);
  try {
    const opened = clock.elapsed();
    const failed = new Promise<never>((_, reject) => stream.on('error', reject));
    await Promise.race([failed, clock.sleep(refusalShowsWithin, signal)]);
    return opened - begun;
  } finally {
    stream.destroy();
  }
}

function urlOf({ url }: Check, base: URL): URL {
  if (url instanceof URL) return url;
  const full = new URL(base.origin + base.pathname.replace(/\/$/, '') + url.path);
  full.username = base.username;
  full.password = base.password;
  return full;
}

/** A URL without user info, and with the values of its query hidden. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  for (const key of new Set(shown.searchParams.keys())) shown.searchParams.set(key, '***');
  return shown.toString();
}
