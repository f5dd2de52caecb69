import type { ActionContext } from '@kube-delivery/shared/action/context';
import { wrongInput } from '@kube-delivery/shared/action/errors';
import { RefusedAddressError } from '@kube-delivery/shared/http-check/address-guard';
import { askCheck, urlOfCheck, withinLimit } from '@kube-delivery/shared/http-check/ask-check';
import type { CheckAnswer, Place } from '@kube-delivery/shared/http-check/ask-check';
import type { Attempt } from './attempt.ts';
import type { Inputs } from './inputs.ts';
import { nameOf } from './planned-check.ts';
import type { PlannedCheck } from './planned-check.ts';

/** That nobody listens on a port is told as an error of the stream, a moment after it opened. */
const refusalShowsWithin = 250;

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
  try {
    return { ...describe(planned, place), ...(await answerOf(planned, place, inputs, context)) };
  } catch (error) {
    if (!(error instanceof RefusedAddressError)) throw error;
    const isOwn = planned.kind === 'http' && planned.check.url instanceof URL;
    throw wrongInput(isOwn && inputs.checks !== undefined ? 'checks' : 'url', error.message);
  }
}

function answerOf(
  planned: PlannedCheck,
  place: Place,
  { allowPrivate, certificates, requestTimeout }: Inputs,
  { clock, signal }: Pick<ActionContext, 'clock' | 'signal'>,
): Promise<CheckAnswer> {
  if (planned.kind === 'connect') {
    return withinLimit(requestTimeout, place, signal, async (within) => {
      const latency = await openOnce(place, clock, within);
      return { latency, problems: [], unreachable: false };
    });
  }
  const options = { timeout: requestTimeout, addresses: { allowPrivate }, certificates };
  return askCheck(planned.check, place, options, { clock, signal });
}

function describe(planned: PlannedCheck, place: Place): Pick<Attempt, 'check' | 'place' | 'pod'> {
  const check = nameOf(planned);
  if (place.kind === 'pod') return { check, place: `pod ${place.name}`, pod: place.name };
  const url = planned.kind === 'http' ? urlOfCheck(planned.check, place.base) : place.base;
  return { check, place: shownUrl(url) };
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

/** A URL without user info, and with the values of its query hidden. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  for (const key of new Set(shown.searchParams.keys())) shown.searchParams.set(key, '***');
  return shown.toString();
}
