import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { booleanAt, objectAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment } from './support/workloads.ts';

let own: OwnNamespace;
const target = 'deployment/web';
const version: JsonObject = { name: 'version', path: '/version', expect: { status: 200 } };

function probe(func: 'check' | 'ready', given: JsonObject): Promise<Json> {
  return call(functionWorld(own.cluster), `kube_delivery.probes.${func}`, {
    ns: own.namespace,
    ...given,
  });
}

function passed(outcome: Json): boolean {
  return booleanAt(outcome, 'passed') === true;
}

async function setReplicas(replicas: number): Promise<void> {
  await own.cluster.patch(
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    [{ op: 'replace', path: '/spec/replicas', value: replicas }],
    { signal: deadline() },
  );
}

beforeAll(async () => {
  own = await ownNamespace('chaos-checks');
  const web = deployment('web');
  const labels = { 'kube-delivery.dev/chaos': 'enabled' };
  await own.cluster.apply(
    {
      ...web,
      metadata: { name: 'web', labels },
      spec: { ...objectAt(web, 'spec'), replicas: 3 },
    },
    { signal: deadline() },
  );
  await eventually(() => probe('ready', { target }), passed, 60_000);
}, 120_000);
afterAll(async () => {
  await own.close();
});

test('a check is asked at every ready pod', async () => {
  const outcome = await probe('check', { check: version, target });
  expect(outcome).toEqual({
    passed: true,
    reason: '',
    latency_ms: expect.any(Number),
    asked: Array.from({ length: 3 }, () => ({
      place: expect.stringMatching(/^pod web-/),
      passed: true,
      latency_ms: expect.any(Number),
      problems: [],
    })),
  });
});

test('what is wrong is said of each pod', async () => {
  const outcome = await probe('check', { check: { ...version, expect: { status: 404 } }, target });
  expect(outcome).toMatchObject({ passed: false });
  expect(stringAt(outcome, 'reason')).toMatch(
    /^(pod web-\S+, ){2}pod web-\S+: status is 200, not 404$/,
  );
});

test('pods that are killed while they are asked do not count, and the target is ready again', async () => {
  const outcomes: Json[] = [];
  const killed = new AbortController();
  const asking = (async () => {
    while (!killed.signal.aborted) outcomes.push(await probe('check', { check: version, target }));
  })();
  const world = functionWorld(own.cluster);
  for (let kill = 0; kill < 3; kill += 1) {
    await call(world, 'kube_delivery.actions.kill_pods', {
      target,
      ns: own.namespace,
      grace_period: 0,
    });
    const ready = await probe('ready', { target });
    expect(ready).toMatchObject({ passed: false });
    await eventually(() => probe('ready', { target }), passed, 60_000);
  }
  killed.abort();
  await asking;
  expect(outcomes.length).toBeGreaterThan(3);
  expect(outcomes.filter((outcome) => !passed(outcome))).toEqual([]);
}, 200_000);

test('where no pod is ready a check fails', async () => {
  await setReplicas(0);
  const outcome = await eventually(
    () => probe('check', { check: version, target }),
    (found) => !passed(found),
    60_000,
  );
  expect(outcome).toEqual({
    passed: false,
    reason: 'no pod behind deployment/web is ready',
    latency_ms: null,
    asked: [],
  });
  expect(await probe('ready', { target })).toMatchObject({
    reason: 'Deployment web wants no pod',
  });
  await setReplicas(1);
  await eventually(() => probe('ready', { target }), passed, 60_000);
}, 120_000);

test('a check with a URL is asked there', async () => {
  const nobody = 'http://127.0.0.1:9/';
  const outcome = await probe('check', { check: { url: `${nobody}?token=x` }, target });
  expect(outcome).toMatchObject({ passed: false, latency_ms: null, asked: [{ place: nobody }] });
});

test.each([
  [{ check: version }, /^argument target is missing: a check with a path is asked at pods; give /],
  [{ check: version, target: 'web' }, /^argument target is "web", but must be like deployment/],
  [{ check: { path: '/', expct: {} } }, /^argument check: expct: .* \(did you mean expect\?\)$/],
  [{ check: { url: 'http://169.254.169.254/' } }, /metadata address, which is never asked$/],
])('what cannot be asked: %#', async (given, message) => {
  await expect(probe('check', given)).rejects.toThrow(
    expect.objectContaining({
      name: 'ActivityFailedError',
      message: expect.stringMatching(message),
    }),
  );
});

test('nodes and single pods are ready or not', async () => {
  expect(await probe('ready', { target: 'node/nowhere' })).toMatchObject({
    passed: false,
    reason: 'node nowhere does not exist',
  });
  const pods = await own.cluster.list({ apiVersion: 'v1', kind: 'Pod' }, deadline());
  const pod = pods.find(isServing);
  const ready = await probe('ready', { target: `pod/${pod?.metadata.name ?? ''}` });
  expect(ready).toMatchObject({ passed: true });
  expect(await probe('ready', { target: 'pod/none' })).toMatchObject({ passed: false });
});
