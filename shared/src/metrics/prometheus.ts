import { messageOf } from '../action/errors.ts';
import { arrayAt, stringAt, valueAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';

/**
 * What a query measured. Nothing at all, and a value that is no number (as 0/0 is), are `no data`: no
 * verdict may rest on them. `refused` is a query that can never work; `unreachable` one that might
 * later.
 */
export type Measurement =
  | { readonly state: 'measured'; readonly value: number }
  | { readonly state: 'no data'; readonly message: string }
  | { readonly state: 'refused'; readonly message: string }
  | { readonly state: 'unreachable'; readonly message: string };

/** A source of measurements by PromQL. */
export interface MetricsSource {
  /** The instant value of a query that gives one number. Never throws but for the signal. */
  measure(query: string, signal: AbortSignal): Promise<Measurement>;
}

const answerLimit = 10_000;

/** A server with Prometheus' HTTP API, version 1; `token` is sent as a bearer token. */
export function prometheus(url: string, token: string | undefined): MetricsSource {
  const endpoint = new URL(`${url.replace(/\/+$/, '')}/api/v1/query`);
  return {
    measure: async (query, signal) => {
      let answer: { status: number; body: string };
      try {
        const { request } = await import('undici');
        const response = await request(endpoint, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
          body: new URLSearchParams({ query }).toString(),
          signal: AbortSignal.any([signal, AbortSignal.timeout(answerLimit)]),
        });
        answer = { status: response.statusCode, body: await response.body.text() };
      } catch (thrown) {
        signal.throwIfAborted();
        return { state: 'unreachable', message: `${endpoint.host}: ${messageOf(thrown)}` };
      }
      return readAnswer(answer.status, answer.body);
    },
  };
}

/** What an answer of the API means. */
export function readAnswer(status: number, body: string): Measurement {
  const answer = parse(body);
  const error = stringAt(answer, 'error');
  if (status === 400 || status === 422) {
    return { state: 'refused', message: error ?? `answered ${status}` };
  }
  if (status !== 200 || stringAt(answer, 'status') !== 'success') {
    return { state: 'unreachable', message: error ?? `answered ${status}` };
  }
  const type = stringAt(answer, 'data', 'resultType');
  const result = arrayAt(answer, 'data', 'result');
  if (type === 'scalar') return numberOf(result[1]);
  if (type !== 'vector') {
    return { state: 'refused', message: `the query gives a ${type ?? 'result'}, not one number` };
  }
  if (result.length === 0) return { state: 'no data', message: 'no series matched' };
  if (result.length > 1) {
    const message = `the query gives ${result.length} series; aggregate them to one number`;
    return { state: 'refused', message };
  }
  return numberOf(valueAt(result, 0, 'value', 1));
}

function numberOf(sample: Json | undefined): Measurement {
  const value = typeof sample === 'string' ? Number(sample) : NaN;
  return Number.isFinite(value)
    ? { state: 'measured', value }
    : {
        state: 'no data',
        message: `the value is ${typeof sample === 'string' ? sample : 'missing'}`,
      };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
