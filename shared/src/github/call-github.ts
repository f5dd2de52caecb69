import type { Dispatcher } from 'undici';
import { explainFailure } from '../cluster/call-failure.ts';
import { flattenHeaders, readText } from '../http/answer.ts';
import type { HttpAnswer } from '../http/answer.ts';
import { arrayAt, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { startDeadline } from '../time/deadline.ts';
import type { Deadline } from '../time/deadline.ts';
import type { Clock } from '../time/clock.ts';
import { decideGitHubRetry, isDoubtful, isLimit } from './decide-github-retry.ts';
import type { GitHubSetback } from './decide-github-retry.ts';
import { GitHubError, hintFor, unreachableHint } from './github-error.ts';

/** The way to one server's REST API. */
export interface GitHubConnection {
  /** `https://api.github.com`, or `https://<host>/api/v3` of an Enterprise Server. */
  readonly apiUrl: URL;
  readonly token: string;
  readonly dispatcher: () => Promise<Dispatcher>;
  readonly clock: Clock;
}

/** One call of the API. */
export interface GitHubCall {
  readonly method: 'GET' | 'POST';
  /** From the API's root on, with the query. */
  readonly path: string;
  readonly body?: object;
  /**
   * For a call that must not be done twice: the answer that an earlier attempt would have got, where
   * it was done although no answer came.
   */
  readonly findDone?: (time: Deadline) => Promise<Json | undefined>;
}

const attemptLimitMs = 10_000;
const bodyLimit = 4 * 1024 * 1024;
const longestMessage = 300;

/**
 * Makes one call, again where it failed for a passing reason and there is time left, and gives the
 * JSON of the answer. Throws a GitHubError where that does not succeed, which tells of the last
 * attempt also when the time ran out after it; the reason of the time's signal when that aborts
 * before any attempt ended.
 */
export async function callGitHub(
  connection: GitHubConnection,
  call: GitHubCall,
  time: Deadline,
): Promise<Json> {
  let last: GitHubSetback | undefined;
  try {
    for (let attempts = 1; ; attempts += 1) {
      const result = await attempt(connection, call, time);
      if ('json' in result) return result.json;
      const { setback } = result;
      last = setback;
      const wait = decideGitHubRetry({
        setback,
        attempts,
        remaining: time.remaining(),
        chance: Math.random(),
      });
      if (wait === undefined) throw errorOf(connection, call, setback);
      await connection.clock.sleep(wait, time.signal);
      const done = isDoubtful(setback) ? await call.findDone?.(time) : undefined;
      if (done !== undefined) return done;
    }
  } catch (error) {
    if (last === undefined || !time.signal.aborted) throw error;
    throw errorOf(connection, call, last);
  }
}

async function attempt(
  { apiUrl, clock, dispatcher, token }: GitHubConnection,
  { body, method, path }: GitHubCall,
  time: Deadline,
): Promise<{ readonly json: Json } | { readonly setback: GitHubSetback }> {
  const limit = startDeadline(clock, attemptLimitMs, 'the call', time.signal);
  try {
    const { request } = await import('undici');
    const response = await request(`${apiUrl.href.replace(/\/+$/, '')}${path}`, {
      method,
      dispatcher: await dispatcher(),
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': 'kube-delivery-actions',
        'x-github-api-version': '2022-11-28',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: limit.signal,
    });
    const answer: HttpAnswer = {
      status: response.statusCode,
      headers: flattenHeaders(response.headers),
      body: await readText(response.body as AsyncIterable<Buffer>, bodyLimit),
    };
    const json = parse(answer.body);
    const isGood = answer.status === 200 || answer.status === 201;
    return isGood && json !== undefined ? { json } : { setback: { kind: 'answer', answer } };
  } catch (thrown) {
    time.signal.throwIfAborted();
    return { setback: { kind: 'failure', failure: explainFailure(thrown) } };
  } finally {
    limit.cancel();
  }
}

function errorOf(
  { apiUrl }: GitHubConnection,
  { method, path }: GitHubCall,
  setback: GitHubSetback,
): GitHubError {
  if (setback.kind === 'failure') {
    const { message } = setback.failure;
    return new GitHubError(`${apiUrl.host} cannot be reached: ${message}`, unreachableHint);
  }
  const { answer } = setback;
  const call = `${method} ${path.replace(/\?.*/, '')} on ${apiUrl.host}`;
  const said = messageOfAnswer(answer);
  return new GitHubError(
    `${call} was answered ${answer.status}${said === '' ? '' : ` (${said})`}`,
    hintFor(answer.status, isLimit(answer)),
  );
}

/** What GitHub says of a failure, on one line. */
function messageOfAnswer({ body }: HttpAnswer): string {
  const json = parse(body);
  const errors = arrayAt(json, 'errors').map(
    (error) => stringAt(error, 'message') ?? stringAt(error, 'field') ?? '',
  );
  const parts = [stringAt(json, 'message') ?? '', ...errors].filter((part) => part !== '');
  return parts.join(': ').replace(/\s+/g, ' ').trim().slice(0, longestMessage);
}

function parse(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}
