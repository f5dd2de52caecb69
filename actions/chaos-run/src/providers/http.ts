import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError } from '../activity-failed.ts';
import type { ExtraArguments } from '../engine/play.ts';
import type { HttpProvider, Scope } from '../experiment/experiment.ts';
import { substitute } from '../experiment/substitute.ts';
import { CookieJar } from './http/cookie-jar.ts';
import { openConnections } from './http/connections.ts';
import { followRedirect } from './http/follow-redirect.ts';
import { httpTimeouts } from './http/http-timeouts.ts';
import { prepareRequest } from './http/prepare-request.ts';
import { readAnswer } from './http/read-answer.ts';
import { sendWithRetries } from './http/send-request.ts';
import { providerArguments } from './provider-arguments.ts';
import type { ProviderWorld } from './provider-world.ts';

const mostRedirects = 30;

/**
 * Makes the HTTP request of a provider as Chaos Toolkit does by Python's requests, and gives the answer's
 * `status`, `headers` (names as the server writes them) and `body`: parsed where the type is exactly
 * `application/json`, else text. Redirects are followed. Any status is an answer. Rejects with an
 * ActivityFailedError where no answer comes, with an ActivityCrashedError where requests would raise
 * anything else than that, and with the signal's reason. No message holds what was substituted.
 */
export async function requestHttp(
  provider: HttpProvider,
  scope: Scope,
  world: ProviderWorld,
  extra?: ExtraArguments,
): Promise<Json> {
  world.signal.throwIfAborted();
  const headers = substitute(provider.headers, scope);
  if (!isJsonObject(headers)) throw new ActivityCrashedError('the headers must be a map');
  let request = prepareRequest({
    url: substitute(provider.url, scope),
    method: provider.method.toUpperCase(),
    headers,
    arguments: providerArguments(provider, scope, extra),
  });
  const timeouts = httpTimeouts(substitute(provider.timeout ?? null, scope));
  const connections = openConnections(provider.verifyTls, timeouts.connect, world.environment);
  const cookies = new CookieJar();
  try {
    for (let redirects = 0; ; redirects += 1) {
      const answer = await sendWithRetries(request, {
        connections,
        maxRetries: provider.maxRetries,
        readTimeout: timeouts.read,
        signal: world.signal,
        name: provider.url,
      });
      const next = followRedirect(request, answer, cookies);
      if (next === undefined) return readAnswer(answer);
      if (redirects >= mostRedirects) {
        throw new ActivityCrashedError(`there were more than ${String(mostRedirects)} redirects`);
      }
      request = next;
    }
  } finally {
    await connections.destroy();
  }
}
