import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { bindArguments } from '../../src/functions/bind-arguments.ts';
import { query, queryInterval } from '../../src/functions/metrics/prometheus-functions.ts';
import type { FunctionWorld, NativeFunction } from '../../src/functions/native-function.ts';

/** As Prometheus 2.53 answers. */
const vector =
  '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up","job":"web"},"value":[1772366400,"1"]}]}}';
const refusal =
  '{"status":"error","errorType":"bad_data","error":"invalid parameter \\"query\\": 1:3: parse error: unexpected end of input"}';

let server: Server;
let base: string;
let asked: URL[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://prometheus');
    asked.push(url);
    const isBad = url.searchParams.get('query') === 'up{';
    response.writeHead(isBad ? 400 : 200, { 'content-type': 'application/json' });
    response.end(isBad ? refusal : vector);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  asked = [];
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

function run(
  fn: NativeFunction,
  given: JsonObject,
  configuration: JsonObject = { prometheus_base_url: `${base}/` },
): Promise<Json> {
  const world = {
    scope: { configuration, secrets: {} },
    clock: { now: () => new Date('2026-03-01T12:00:00Z') },
    signal: AbortSignal.timeout(10_000),
  };
  // Everything that these two functions ask of their world.
  return Promise.resolve(fn.run(bindArguments(fn, given), world as unknown as FunctionWorld));
}

test('an instant query gives the answer as it is', async () => {
  expect(await run(query, { query: 'up' })).toEqual(JSON.parse(vector));
  expect(asked.map(String)).toEqual(['http://prometheus/api/v1/query?query=up']);
});

test('moments, timeouts and steps go into the query', async () => {
  await run(query, { query: 'up{job="web"}', when: '5 minutes ago', timeout: 2.5 });
  await run(queryInterval, { query: 'up', start: '1 hour ago', end: 'now', step: '1m' });
  await run(queryInterval, { query: 'up', start: '2026-03-01', end: 'now' });
  expect(asked.map((url) => [url.pathname, Object.fromEntries(url.searchParams)])).toEqual([
    ['/api/v1/query', { query: 'up{job="web"}', time: '2026-03-01T11:55:00.000Z', timeout: '2.5' }],
    [
      '/api/v1/query_range',
      {
        query: 'up',
        step: '1m',
        start: '2026-03-01T11:00:00.000Z',
        end: '2026-03-01T12:00:00.000Z',
      },
    ],
    [
      '/api/v1/query_range',
      {
        query: 'up',
        step: '1',
        start: '2026-03-01T00:00:00.000Z',
        end: '2026-03-01T12:00:00.000Z',
      },
    ],
  ]);
});

test('what Prometheus refuses is a failure with its words', async () => {
  await expect(run(query, { query: 'up{' })).rejects.toThrow(
    /^Prometheus at 127\.0\.0\.1:\d+ answered 400 to up\{: .*unexpected end of input/,
  );
});

test('a moment that is none, and a base that is no URL', async () => {
  await expect(run(query, { query: 'up', when: 'tea time' })).rejects.toThrow(
    'argument when is "tea time", which is no moment; write now, 5 minutes ago',
  );
  await expect(run(query, { query: 'up' }, { prometheus_base_url: 'prom' })).rejects.toThrow(
    'the configuration\'s prometheus_base_url is "prom", but must be a URL',
  );
});

test('a server that does not answer is a failure that names it', async () => {
  const configuration = { prometheus_base_url: 'http://127.0.0.1:9' };
  await expect(run(query, { query: 'up' }, configuration)).rejects.toThrow(
    /^Prometheus at 127\.0\.0\.1:9: /,
  );
});
