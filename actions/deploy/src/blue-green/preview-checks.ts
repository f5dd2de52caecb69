import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import { endpointSlicesOf, readyEndpoints } from '@kube-delivery/shared/cluster/ready-endpoints';
import { RefusedAddressError } from '@kube-delivery/shared/http-check/address-guard';
import { askCheck } from '@kube-delivery/shared/http-check/ask-check';
import type { CheckAnswer, Place } from '@kube-delivery/shared/http-check/ask-check';
import type { Check } from '@kube-delivery/shared/http-check/check';
import { hideRequestSecrets } from '@kube-delivery/shared/http-check/hide-request-secrets';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Failure } from '@kube-delivery/shared/release/failure';
import type { Session } from '../session.ts';

interface Question {
  readonly check: Check;
  readonly place: Place;
  readonly where: string;
}

/** For a check that has no time of its own. */
const requestTimeoutMs = 10_000;
const atOnce = 10;
const attempts = 3;
const pauseMs = 1000;

/**
 * Asks the checks of the inputs at every pod that the preview Service leads to, at its first port; those
 * with a whole URL once, over the network. Where no answer comes it asks again, twice; an answer decides.
 */
export async function runPreviewChecks(
  session: Session,
  preview: { readonly namespace: string; readonly name: string },
): Promise<Failure | undefined> {
  const checks = session.inputs.blueGreen.previewChecks;
  if (checks.length === 0) return undefined;
  const urls = checks.flatMap(({ url }) => (url instanceof URL ? [url] : []));
  hideRequestSecrets(session.context.secrets, urls, checks);
  const questions = await questionsFor(session, checks, preview);
  const problems = await mapConcurrently(questions, atOnce, async (question) => {
    const { problems: found } = await askUntilAnswered(session, question);
    return found.map((each) => `check ${question.check.name} at ${question.where}: ${each}`);
  });
  const [first, ...others] = problems.flat();
  if (first === undefined) {
    session.context.log.info(`${questions.length} preview checks passed`);
    return undefined;
  }
  const more = others.length === 0 ? '' : ` (and ${others.length} more problems)`;
  return {
    reason: `preview-checks failed before the switch: ${first}${more}`,
    hint: 'Mend the release or the checks, then deploy again',
    diagnoses: [],
  };
}

async function questionsFor(
  { cluster, signal }: Session,
  checks: readonly Check[],
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<readonly Question[]> {
  const service = await cluster.read(
    { apiVersion: 'v1', kind: 'Service', namespace, name },
    signal,
  );
  const portName = stringAt(arrayAt(service, 'spec', 'ports')[0], 'name') ?? '';
  const slices = await cluster.list(endpointSlicesOf(name, namespace), signal);
  const places = readyEndpoints(slices).flatMap(({ pod, ports }): readonly Place[] => {
    const port = ports[portName];
    return pod === undefined || port === undefined
      ? []
      : [{ kind: 'pod', cluster, namespace, name: pod, port }];
  });
  return checks.flatMap((check): readonly Question[] => {
    if (check.url instanceof URL) {
      return [{ check, place: { kind: 'url', base: check.url }, where: check.url.host }];
    }
    return places.map((place) => {
      return { check, place, where: place.kind === 'pod' ? `pod ${place.name}` : name };
    });
  });
}

async function askUntilAnswered(
  { context, signal }: Session,
  { check, place }: Question,
): Promise<CheckAnswer> {
  const options = {
    timeout: requestTimeoutMs,
    // Who may deploy may ask the network that is deployed to.
    addresses: { allowPrivate: true },
    certificates: undefined,
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await askCheck(check, place, options, { clock: context.clock, signal });
      if (!answer.unreachable || attempt === attempts) return answer;
    } catch (error) {
      if (!(error instanceof RefusedAddressError)) throw error;
      return { problems: [error.message], unreachable: true };
    }
    await context.clock.sleep(pauseMs, signal);
  }
}
