import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { arrayAt, booleanAt, numberAt, objectAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { readJournal } from './support/chaos-journal.ts';
import { chaosNamespace } from './support/chaos-namespace.ts';
import type { ChaosCall, ChaosNamespace } from './support/chaos-namespace.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { testCluster } from './support/test-cluster.ts';
import { deployment } from './support/workloads.ts';

const { prometheusUrl } = testCluster();
const module = 'chaosprometheus.probes';

let own: ChaosNamespace;
/** How many of the application's pods Prometheus reaches. */
let reached: string;

beforeAll(async () => {
  own = await chaosNamespace('chaos-prometheus');
  reached = `count(up{namespace="${own.namespace}", app="web"} == 1)`;
  await own.create([scraped()]);
  await eventually(
    () => valueOf(reached),
    (value) => value === '2',
    30_000,
  );
}, 120_000);

afterAll(async () => {
  await own.close();
});

/** A Deployment of two pods whose metrics Prometheus asks for every second. */
function scraped(): object {
  const web = deployment('web');
  const template = objectAt(web, 'spec', 'template');
  const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9898' };
  const metadata = { ...objectAt(template, 'metadata'), annotations };
  const spec = { ...objectAt(web, 'spec'), replicas: 2, template: { ...template, metadata } };
  return { ...web, spec };
}

/** What Prometheus itself says, asked without chaos-run. */
async function valueOf(query: string): Promise<string | undefined> {
  const answer = await fetch(`${prometheusUrl}/api/v1/query?query=${encodeURIComponent(query)}`);
  return stringAt(await answer.json(), 'data', 'result', 0, 'value', 1);
}

function probe(func: string, given: JsonObject, tolerance?: Json): JsonObject {
  const provider = { type: 'python', module, func, arguments: given };
  return { type: 'probe', name: func, provider, ...(tolerance === undefined ? {} : { tolerance }) };
}

/** That the only number in an answer is this one. */
function is(value: string): JsonObject {
  return { type: 'jsonpath', path: '$.data.result[*].value[1]', expect: [value] };
}

function experiment(
  probes: readonly JsonObject[],
  method: readonly JsonObject[] = [],
  base = `${prometheusUrl}/`,
): ChaosCall {
  const document = {
    title: 'metrics',
    description: 'metrics',
    configuration: { prometheus_base_url: base },
    'steady-state-hypothesis': { title: 'Prometheus reaches the pods', probes },
    method,
    rollbacks: [],
  };
  return {
    inputs: { experiment: 'metrics.json', 'max-targets': '2', 'recovery-timeout': '60s' },
    files: { 'metrics.json': JSON.stringify(document) },
  };
}

function scaleTo(replicas: number): JsonObject {
  const given = { name: 'web', replicas, ns: own.namespace };
  const func = 'scale_deployment';
  const provider = {
    type: 'python',
    module: 'chaosk8s.deployment.actions',
    func,
    arguments: given,
  };
  // Prometheus forgets a pod within a few seconds.
  return { type: 'action', name: func, provider, pauses: { after: 6 } };
}

test('queries of a moment and of a span of time are answered, and lie in the journal as they came', async () => {
  const running = own.start(
    experiment(
      [
        probe('query', { query: reached, when: 'now', timeout: 5 }, is('2')),
        probe(
          'query',
          { query: 'vector(1) == 2' },
          { type: 'jsonpath', path: '$.data.result[*]', count: 0 },
        ),
      ],
      [
        scaleTo(1),
        probe('query', { query: reached }),
        probe('query_interval', { query: reached, start: '20 seconds ago', end: 'now', step: 1 }),
      ],
    ),
  );
  const run = await running.finished;
  // The pod that is gone is missed after the method.
  expectVerdict(run, 'deviated');
  const [, instant, span] = arrayAt(readJournal(running), 'run').map(
    (each) => (each as JsonObject).output ?? null,
  );
  expect(instant).toMatchObject({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: {}, value: [expect.any(Number), '1'] }] },
  });
  expect(span).toMatchObject({ status: 'success', data: { resultType: 'matrix' } });
  const points = arrayAt(span, 'data', 'result', 0, 'values');
  // One for each second, while both pods were there and after one went.
  const seconds = points.map((each) => numberAt(each, 0) ?? 0);
  expect(seconds).toEqual(seconds.map((_, index) => (seconds[0] ?? 0) + index));
  const values = points.map((each) => stringAt(each, 1));
  expect(values).toContain('2');
  expect(values.at(-1)).toBe('1');
  expect(Number(run.outputs['recovery-seconds'])).toBeGreaterThan(0);
}, 120_000);

test('metrics that bear the fault pass', async () => {
  const threshold = `${reached} >= bool 1`;
  const running = own.start(
    experiment([probe('query', { query: threshold }, is('1'))], [scaleTo(1)]),
  );
  expectVerdict(await running.finished, 'passed');
  const journal = readJournal(running);
  expect(booleanAt(journal, 'deviated')).toBe(false);
  expect(stringAt(journal, 'steady_states', 'after', 'probes', 0, 'status')).toBe('succeeded');
}, 120_000);

test.each([
  [
    'a query that is none',
    () => experiment([probe('query', { query: 'up{' }, true)]),
    /answered 400 to up\{: .*parse error/,
  ],
  [
    'a moment that is none',
    () => experiment([probe('query', { query: 'up', when: 'soon' }, true)]),
    /argument when is "soon", which is no moment/,
  ],
  [
    'a server that is not there',
    () => experiment([probe('query', { query: 'up' }, true)], [], 'http://127.0.0.1:9'),
    /Prometheus at 127\.0\.0\.1:9: .*ECONNREFUSED/,
  ],
])('%s stops everything before the fault, and is told', async (_, call, reason) => {
  const run = await own.run(call());
  expectVerdict(run, 'gate-failed');
  expect(run.outputs.reason).toMatch(reason);
});
