import type { Dispatcher } from 'undici';
import type { ActionContext } from '../action/context.ts';
import { goJson } from '../json/go-json.ts';
import type { Json } from '../json/json.ts';
import { InputError, PreconditionError } from '../action/errors.ts';
import { ApiError } from './api-error.ts';
import type { ApiCall } from './api-error.ts';
import { explainFailure } from './call-failure.ts';
import type { CallFailure } from './call-failure.ts';
import type { Credentials } from './credentials.ts';
import type { Identity } from './identity.ts';
import { decideRetry, parseRetryAfter } from './retry.ts';
import type { Setback } from './retry.ts';
import { afterAttempts, refusedError, unreachableError } from './status-error.ts';
import type { ServerAnswer } from './server-answer.ts';
import type { Transport } from './transport.ts';
import type { ConnectionUse } from './transport-options.ts';

/** One request to the API server. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query below the server's URL. */
  readonly path: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: Json;
  /** Whether sending it twice is the same as sending it once. */
  readonly repeatable: boolean;
  /**
   * Whether it is meant for the object as it is at any moment, so that a 409 which names no other
   * field manager only says that the object moved meanwhile.
   */
  readonly anyVersion?: boolean;
  /** Called when it is sent again although the server may have acted on it. */
  readonly onDoubt?: () => void;
}

/** An open answer whose body is still to come. */
export type OpenAnswer = ServerAnswer['body'];

/** How long the server may be silent, in milliseconds. */
export interface Patience {
  /** Until an answer begins, and between two parts of it. */
  readonly answer: number;
}

type Attempt =
  | { readonly kind: 'answer'; readonly body: string }
  | { readonly kind: 'setback'; readonly setback: Setback; readonly error: ApiError };

/** Longer than the 34 s that the API server gives itself for a request with webhooks. */
const defaultPatience: Patience = { answer: 40_000 };

/** Sends requests to one API server, again where that is safe, as the identity of the connection. */
export class ApiClient {
  readonly server: string;
  readonly #credentials: Credentials;
  readonly #transport: Transport;
  readonly #context: Pick<ActionContext, 'clock' | 'log' | 'secrets'>;
  readonly #patience: Patience;
  #answered = false;

  constructor(
    server: string,
    credentials: Credentials,
    transport: Transport,
    context: Pick<ActionContext, 'clock' | 'log' | 'secrets'>,
    patience: Patience = defaultPatience,
  ) {
    this.server = server;
    this.#credentials = credentials;
    this.#transport = transport;
    this.#context = context;
    this.#patience = patience;
  }

  /** Whether the server has ever answered on this connection. */
  get hasAnswered(): boolean {
    return this.#answered;
  }

  /** The body of a 2xx answer. Throws an ApiError, or the signal's reason. */
  async send(call: ApiCall, apiRequest: ApiRequest, signal: AbortSignal): Promise<string> {
    const { clock, log } = this.#context;
    const started = clock.elapsed();
    const elapsed = (): number => clock.elapsed() - started;
    for (let attempts = 1; ; attempts++) {
      const attempt = await this.#attempt(call, apiRequest, signal);
      if (attempt.kind === 'answer') return attempt.body;
      const { setback, error } = attempt;
      const decision = decideRetry({
        setback,
        repeatable: apiRequest.repeatable,
        attempts,
        elapsed: elapsed(),
        answeredBefore: this.#answered,
        chance: Math.random(),
      });
      if (decision === 'stop') throw afterAttempts(error, attempts, elapsed());
      log.progress(`${error.message}; trying again`);
      await clock.sleep(decision.wait, signal);
      if (mayHaveActed(setback)) apiRequest.onDoubt?.();
    }
  }

  /** The JSON of a 2xx answer. Throws an ApiError, or the signal's reason. */
  async json(call: ApiCall, apiRequest: ApiRequest, signal: AbortSignal): Promise<Json> {
    return JSON.parse(await this.send(call, apiRequest, signal)) as Json;
  }

  /**
   * Opens an answer that goes on, on a connection of its own, in one attempt. It breaks off when no
   * byte came for `silence` milliseconds. Throws an ApiError, or the signal's reason.
   */
  async open(
    call: ApiCall,
    path: string,
    silence: number,
    signal: AbortSignal,
  ): Promise<OpenAnswer> {
    const sent = { method: 'GET', path, repeatable: true } as const;
    try {
      const answer = await this.#dispatch(sent, 'streams', silence, signal);
      if (isGood(answer.statusCode)) return answer.body;
      throw this.#refused(call, answer.statusCode, await answer.body.text());
    } catch (error) {
      if (error instanceof ApiError) throw error;
      throw unreachableError(call, this.server, this.#failureOf(error, signal), error);
    }
  }

  /** What a WebSocket is opened with. */
  async streamConnection(): Promise<{ dispatcher: Dispatcher; headers: Identity['headers'] }> {
    const identity = await this.#credentials.identity();
    return {
      dispatcher: await this.#transport.socketDispatcher(identity),
      headers: identity.headers,
    };
  }

  async #attempt(call: ApiCall, apiRequest: ApiRequest, signal: AbortSignal): Promise<Attempt> {
    signal.throwIfAborted();
    try {
      const answer = await this.#dispatch(apiRequest, 'requests', this.#patience.answer, signal);
      const body = await answer.body.text();
      this.#answered = true;
      if (isGood(answer.statusCode)) return { kind: 'answer', body };
      const retryAfter = parseRetryAfter(oneHeader(answer.headers['retry-after']));
      const error = this.#refused(call, answer.statusCode, body);
      const setback = setbackOf(error, apiRequest, retryAfter);
      return { kind: 'setback', setback, error };
    } catch (error) {
      const failure = this.#failureOf(error, signal);
      return {
        kind: 'setback',
        setback: { kind: 'failure', failure: failure.kind },
        error: unreachableError(call, this.server, failure, error),
      };
    }
  }

  async #dispatch(
    apiRequest: ApiRequest,
    use: ConnectionUse,
    silence: number,
    signal: AbortSignal,
  ): Promise<ServerAnswer> {
    const identity = await this.#credentials.identity();
    const answer = await this.#dispatchAs(identity, apiRequest, use, silence, signal);
    if (answer.statusCode !== 401) return answer;
    const renewed = await this.#credentials.replacing(identity);
    await answer.body.dump();
    return this.#dispatchAs(renewed, apiRequest, use, silence, signal);
  }

  #dispatchAs(
    identity: Identity,
    { method, path, accept, contentType, body }: ApiRequest,
    use: ConnectionUse,
    silence: number,
    signal: AbortSignal,
  ): Promise<ServerAnswer> {
    const sent = {
      method,
      url: new URL(`${this.server}${path}`),
      headers: {
        ...identity.headers,
        accept: accept ?? 'application/json',
        'user-agent': 'kube-delivery-actions',
        ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
      },
      body: body === undefined ? undefined : goJson(body),
      headersTimeout: this.#patience.answer,
      bodyTimeout: silence,
    };
    return this.#transport.send(identity, use, sent, signal);
  }

  #refused(call: ApiCall, status: number, body: string): ApiError {
    return refusedError(call, { status, body: this.#context.secrets.redact(body) });
  }

  /** Reads a failure of the network; anything else that was thrown goes on its way. */
  #failureOf(thrown: unknown, signal: AbortSignal): CallFailure {
    signal.throwIfAborted();
    if (thrown instanceof PreconditionError || thrown instanceof InputError) throw thrown;
    return explainFailure(thrown);
  }
}

function mayHaveActed(setback: Setback): boolean {
  switch (setback.kind) {
    case 'failure':
      return setback.failure === 'unanswered';
    case 'status':
      return setback.status !== 429;
    case 'contention':
    case 'budget':
      return false;
  }
}

function setbackOf(
  error: ApiError,
  { anyVersion }: ApiRequest,
  retryAfter: number | undefined,
): Setback {
  if (anyVersion === true && isContention(error)) return { kind: 'contention' };
  if (isBudgetRefusal(error)) return { kind: 'budget' };
  return { kind: 'status', status: error.status, retryAfter };
}

function isBudgetRefusal({ status, causes }: ApiError): boolean {
  return status === 429 && causes.some(({ reason }) => reason === 'DisruptionBudget');
}

function isContention({ status, causes }: ApiError): boolean {
  return status === 409 && !causes.some(({ reason }) => reason === 'FieldManagerConflict');
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function oneHeader(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
