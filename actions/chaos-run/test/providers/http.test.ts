import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { isJsonObject, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { systemClock } from '@kube-delivery/shared/time/system-clock';
import type { HttpProvider } from '../../src/experiment/experiment.ts';
import { providerOf } from '../../src/experiment/provider-of.ts';
import { requestHttp } from '../../src/providers/http.ts';
import type { ProviderWorld } from '../../src/providers/provider-world.ts';
import { startAnsweringServer } from './answering-server.ts';
import type { AnsweringServer } from './answering-server.ts';

interface Recorded {
  readonly provider: JsonObject;
  readonly configuration: JsonObject;
  readonly answer: JsonObject | 'failed' | 'crashed';
}

// What chaoslib 1.44.0 with requests 2.34.2 gave for the same server.
const recorded = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'fixtures', 'requests-answers.json'), 'utf8'),
) as readonly Recorded[];

const connectionHeaders = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
]);

let server: AnsweringServer;
const asked: string[] = [];

beforeAll(async () => {
  server = await startAnsweringServer((url) => asked.push(url));
});

beforeEach(() => {
  asked.length = 0;
});

afterAll(async () => {
  await server.close();
});

function worldWith(rest: Partial<ProviderWorld> = {}): ProviderWorld {
  const { signal } = new AbortController();
  return { clock: systemClock, signal, environment: {}, folder: '/', ...rest };
}

function placed(value: Json): Json {
  const port = String(server.port);
  const text = JSON.stringify(value).replaceAll('{server}', `127.0.0.1:${port}`);
  return JSON.parse(text.replaceAll('{port}', port)) as Json;
}

function http(rest: JsonObject): HttpProvider {
  const document = placed({ type: 'http', ...rest });
  const provider = providerOf(isJsonObject(document) ? document : {});
  if (provider.type !== 'http') throw new TypeError('an http provider is needed');
  return provider;
}

async function answerOf(provider: HttpProvider, configuration: JsonObject): Promise<Json> {
  try {
    const output = await requestHttp(provider, { configuration, secrets: {} }, worldWith());
    const headers = Object.entries(objectAt(output, 'headers')).filter(
      ([name]) => !connectionHeaders.has(name.toLowerCase()),
    );
    return { ...(isJsonObject(output) ? output : {}), headers: Object.fromEntries(headers) };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ActivityFailedError') return 'failed';
    if (name === 'ActivityCrashedError') return 'crashed';
    throw error;
  }
}

test.each(recorded)(
  '$provider answers as recorded',
  async ({ provider, configuration, answer }) => {
    expect(await answerOf(http(provider), configuration)).toStrictEqual(placed(answer));
  },
);

const noNames = { configuration: {}, secrets: {} };

test('sends a request again that broke off, as often as the provider says', async () => {
  const provider = http({ url: 'http://{server}/reset', max_retries: 2 });
  await expect(requestHttp(provider, noNames, worldWith())).rejects.toThrow('failed to connect');
  expect(asked).toHaveLength(3);
});

test('never sends a POST again that may have arrived', async () => {
  const provider = http({ url: 'http://{server}/reset', method: 'POST', max_retries: 2 });
  await expect(requestHttp(provider, noNames, worldWith())).rejects.toThrow('failed to connect');
  expect(asked).toHaveLength(1);
});

test('says which URL of the file was not reached, without what was put into it', async () => {
  const provider = http({ url: 'http://127.0.0.1:1/${token}' });
  const scope = { configuration: {}, secrets: { group: { token: 's3cret-value' } } };
  const failing = requestHttp(provider, scope, worldWith());
  await expect(failing).rejects.toThrow(
    expect.objectContaining({
      name: 'ActivityFailedError',
      message: expect.stringMatching(
        /^failed to connect to http:\/\/127\.0\.0\.1:1\/\$\{token\}: .*ECONNREFUSED 127\.0\.0\.1:1$/,
      ),
    }),
  );
});

test('says that a server took too long', async () => {
  const provider = http({ url: 'http://{server}/slow', timeout: 0.2 });
  await expect(requestHttp(provider, noNames, worldWith())).rejects.toThrow(
    /\/slow did not answer within the timeout$/,
  );
});

test('ends a request at once when the signal aborts', async () => {
  const stop = new AbortController();
  const provider = http({ url: 'http://{server}/slow' });
  const begun = systemClock.elapsed();
  const running = requestHttp(provider, noNames, worldWith({ signal: stop.signal }));
  setTimeout(() => {
    stop.abort(new Error('enough'));
  }, 100);
  await expect(running).rejects.toThrow('enough');
  expect(systemClock.elapsed() - begun).toBeLessThan(1000);
});

test('hands over the value that a tolerance asks about', async () => {
  const provider = http({ url: 'http://{server}/echo', method: 'POST', arguments: { a: '1' } });
  const output = await requestHttp(provider, noNames, worldWith(), { value: 'seen' });
  expect(stringAt(output, 'body', 'body')).toBe('a=1&value=seen');
});

test('goes through the proxy that the environment names', async () => {
  const environment = { http_proxy: 'http://127.0.0.1:1', no_proxy: '' };
  const provider = http({ url: 'http://{server}/text' });
  await expect(requestHttp(provider, noNames, worldWith({ environment }))).rejects.toThrow(
    'ECONNREFUSED 127.0.0.1:1',
  );
  const spared = { ...environment, no_proxy: '127.0.0.1' };
  const output = await requestHttp(provider, noNames, worldWith({ environment: spared }));
  expect(output).toMatchObject({ status: 200 });
});

test('says that the certificates of the environment cannot be read', async () => {
  const environment = { REQUESTS_CA_BUNDLE: '/nowhere/ca.pem' };
  const provider = http({ url: 'http://{server}/text' });
  await expect(requestHttp(provider, noNames, worldWith({ environment }))).rejects.toThrow(
    /^the certificates of REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE could not be read: .*ENOENT/,
  );
});
