import { expect, test } from '@jest/globals';
import type { TargetPod, TargetPods } from '@kube-delivery/shared/target/target-pods';
import { changed, payload } from '../../../../../shared/test/cluster/payloads.ts';
import { askReadyPods } from '../../../src/functions/checks/ask-ready-pods.ts';

const real = payload('pods', 'part-0');

/** A pod of this name; `since` is when its readiness changed last. */
function pod(name: string, { ready = true, since = '2026-11-21T10:00:00Z' } = {}): TargetPod {
  const object = changed(real, {
    metadata: { name, uid: `uid of ${name}` },
    status: {
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: since }],
    },
  });
  return { object, name, namespace: 'shop', ready, port: { number: 80, readinessPath: '/' } };
}

/** Asks pods of which each look finds the next list, the last one for ever. */
async function ask(
  looks: readonly (readonly TargetPod[] | string)[],
  answers: Readonly<Record<string, readonly string[]>>,
): Promise<{ readonly outcome: unknown; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  let look = 0;
  const outcome = await askReadyPods({
    target: 'deployment/web',
    find: async (): Promise<TargetPods> => {
      const found = looks[Math.min(look, looks.length - 1)] ?? [];
      look += 1;
      const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
      return Promise.resolve(
        typeof found === 'string' ? { reference, problem: found } : { reference, pods: found },
      );
    },
    ask: async ({ name }) => {
      asked.push(name);
      const problems = answers[name] ?? [];
      return Promise.resolve({
        place: `pod ${name}`,
        latency: 12.34,
        problems,
        unreachable: false,
      });
    },
  });
  return { outcome, asked };
}

test('every ready pod is asked, no other', async () => {
  const { outcome, asked } = await ask([[pod('a'), pod('b', { ready: false }), pod('c')]], {
    b: ['status is 500'],
  });
  expect(asked).toEqual(['a', 'c']);
  expect(outcome).toEqual({
    passed: true,
    reason: '',
    latency_ms: 12.3,
    asked: [
      { place: 'pod a', passed: true, latency_ms: 12.3, problems: [] },
      { place: 'pod c', passed: true, latency_ms: 12.3, problems: [] },
    ],
  });
});

test('a bad answer of a pod that is ready all the while counts', async () => {
  const { outcome, asked } = await ask([[pod('a'), pod('b')]], {
    b: ['status is 500', 'body is ""'],
  });
  expect(asked).toEqual(['a', 'b']);
  expect(outcome).toMatchObject({
    passed: false,
    reason: 'pod b: status is 500; body is ""',
    asked: [
      { place: 'pod a', passed: true },
      { place: 'pod b', passed: false },
    ],
  });
});

test.each([
  ['is gone', [pod('a')]],
  ['is not ready', [pod('a'), pod('b', { ready: false })]],
  ['was not ready in between', [pod('a'), pod('b', { since: '2026-11-21T10:00:09Z' })]],
])('a bad answer of a pod that %s by then is dropped', async (_, later) => {
  const first = [pod('a'), pod('b')];
  const { outcome, asked } = await ask([first, later], { b: ['no answer'] });
  const isAskedAnew = later.some(({ name, ready }) => name === 'b' && ready);
  // The pod that answered well is not asked again.
  expect(asked).toEqual(isAskedAnew ? ['a', 'b', 'b'] : ['a', 'b']);
  expect(outcome).toMatchObject({ passed: !isAskedAnew });
});

test('the pod that came instead is asked', async () => {
  const { outcome, asked } = await ask([[pod('a')], [pod('c')]], { a: ['no answer'] });
  expect(asked).toEqual(['a', 'c']);
  expect(outcome).toMatchObject({ passed: true, asked: [{ place: 'pod c' }] });
});

test('pods that go away without end are a failure', async () => {
  const looks = Array.from({ length: 50 }, (_, index) => [pod(`p${index}`)]);
  const answers = Object.fromEntries(looks.map((_, index) => [`p${index}`, ['no answer']]));
  const { outcome, asked } = await ask(looks, answers);
  expect(asked).toHaveLength(10);
  expect(outcome).toMatchObject({ passed: false, reason: 'pod p9: no answer' });
});

test.each([
  [[[]], 'no pod behind deployment/web is ready'],
  [[[pod('a', { ready: false })]], 'no pod behind deployment/web is ready'],
  [[[pod('a')], [pod('a', { ready: false })]], 'no pod behind deployment/web is ready'],
  [['Deployment web does not exist'], 'Deployment web does not exist'],
])('nobody to ask: %#', async (looks, reason) => {
  const { outcome } = await ask(looks, { a: ['no answer'] });
  expect(outcome).toEqual({ passed: false, reason, latency_ms: null, asked: [] });
});

test('what is wrong at several pods is said once', async () => {
  const bad = ['status is 500'];
  const { outcome } = await ask([[pod('a'), pod('b'), pod('c')]], { a: bad, b: ['late'], c: bad });
  expect(outcome).toMatchObject({ reason: 'pod a, pod c: status is 500; pod b: late' });
});
