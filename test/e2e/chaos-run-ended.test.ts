import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { arrayAt, numberAt, stringAt } from '../../shared/src/json/json.ts';
import { runBundle } from '../contract/support/run-bundle.ts';
import { cancelAsRunner } from './support/cancel-as-runner.ts';
import { readJournal } from './support/chaos-journal.ts';
import { chaosNamespace } from './support/chaos-namespace.ts';
import type { ChaosCall, ChaosNamespace } from './support/chaos-namespace.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application } from './support/manifest-folder.ts';
import { testCluster } from './support/test-cluster.ts';

let own: ChaosNamespace;

beforeAll(async () => {
  own = await chaosNamespace('chaos-ended');
  await own.create(application({ name: 'web', tag: 'v1', replicas: 2 }));
});

// A run begins only when the Deployment is ready, as its last one may have left it starting a pod.
beforeEach(() => own.untilReady('web'));

afterAll(async () => {
  await own.close();
});

/** Leaves one of two pods until it is ended. */
const half: ChaosCall = {
  inputs: { fault: 'scale-to', target: 'deployment/web', count: '1', duration: '10m' },
};

const web = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

async function replicas(): Promise<number | undefined> {
  return numberAt(await own.cluster.read(web, deadline()), 'spec', 'replicas');
}

/** Starts the fault and waits until it is there. */
async function startHalf(call: ChaosCall = half): Promise<ReturnType<ChaosNamespace['start']>> {
  const running = own.start(call);
  await eventually(replicas, (count) => count === 1, 30_000);
  return running;
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s takes the fault back within 6 s and leaves nothing',
  async (signal) => {
    const before = await own.observe();
    const running = await startHalf();
    const started = performance.now();
    running.process.kill(signal);
    const run = await running.finished;
    expect(performance.now() - started).toBeLessThan(6_000);
    expectVerdict(run, 'interrupted');
    expect(await replicas()).toBe(2);
    expect(await own.observe()).toEqual(before);
    const journal = readJournal(running);
    expect(stringAt(journal, 'status')).toBe('interrupted');
    expect(arrayAt(journal, 'x-kube-delivery', 'undo')).toEqual([
      expect.objectContaining({ outcome: 'undone' }),
    ]);
  },
);

test('the runner, cancelling the job, gets by with the first of its signals', async () => {
  const before = await own.observe();
  const { run, endedBy } = await cancelAsRunner(await startHalf());
  expect(endedBy).toBe('SIGINT');
  expectVerdict(run, 'interrupted');
  expect(await own.observe()).toEqual(before);
});

test('after a run was killed its own post step takes the fault back', async () => {
  const before = await own.observe();
  const running = await startHalf();
  running.process.kill('SIGKILL');
  const { state } = await running.finished;
  expect(await replicas()).toBe(1);
  const post = await runBundle('chaos-run', {
    entry: 'post.js',
    inputs: { kubeconfig: testCluster().kubeconfig, namespace: own.namespace },
    environment: {
      GITHUB_REPOSITORY: 'test/shop',
      GITHUB_RUN_ID: '1',
      ...Object.fromEntries(Object.entries(state).map(([key, value]) => [`STATE_${key}`, value])),
    },
  });
  expect(post.stdout).not.toContain('::warning');
  expect(post.exitCode).toBe(0);
  expect(await replicas()).toBe(2);
  expect(await own.observe()).toEqual(before);
});

test('the journal of a killed run tells what it had done', async () => {
  const running = await startHalf();
  await eventually(
    () => arrayAt(readJournal(running), 'run'),
    (played) => played.length === 1,
  );
  running.process.kill('SIGKILL');
  await running.finished;
  const journal = readJournal(running);
  expect(stringAt(journal, 'run', 0, 'activity', 'name')).toBe('scale-to');
  expect(stringAt(journal, 'steady_states', 'before', 'probes', 0, 'status')).toBe('succeeded');
  await own.untilReady('web');
  // The next run of the same job finds it, takes it back, and only then begins.
  const next = await own.run({
    inputs: { fault: 'pod-kill', target: 'deployment/web' },
    environment: { GITHUB_RUN_ATTEMPT: '2' },
  });
  expectVerdict(next, 'passed');
  expect(next.stdout).toContain('A run that is over left');
  expect(await replicas()).toBe(2);
});

test('a second run in the same namespace waits for the first and then tells who holds it', async () => {
  const first = await startHalf();
  const second = await own.run({
    ...half,
    environment: { GITHUB_RUN_ID: '2', GITHUB_JOB: 'other' },
  });
  expectVerdict(second, 'no-effect');
  expect(second.outputs.reason).toContain('is held by run 1 attempt 1');
  first.process.kill('SIGINT');
  expectVerdict(await first.finished, 'interrupted');
});

test('a run that is alive is not recovered, one that is dead is', async () => {
  const before = await own.observe();
  const running = await startHalf();
  const recover = { inputs: { mode: 'recover', namespaces: own.namespace } };
  const other = { GITHUB_RUN_ID: '3' };
  const alive = await own.run({ ...recover, environment: other });
  expectVerdict(alive, 'passed');
  expect(await replicas()).toBe(1);
  expect(alive.stdout).toContain('is left to a run that is alive');
  running.process.kill('SIGKILL');
  await running.finished;
  const dead = await own.run({ ...recover, environment: other });
  expectVerdict(dead, 'passed');
  expect(await replicas()).toBe(2);
  expect(await own.observe()).toEqual(before);
}, 180_000);

const none = { count: '0', 'max-targets': '2', 'max-percent': '100%', 'min-ready-remaining': '0' };

test.each([
  [
    'max-duration',
    { 'abort-on': '{ max-duration: 2s }' },
    /^the experiment was aborted: the method was not through within max-duration 2s$/,
  ],
  [
    'hypothesis-failures',
    {
      ...none,
      'abort-on': '{ hypothesis-failures: 2 }',
      'hypothesis-frequency': '300ms',
      hypothesis: '- { name: answers, path: /readyz, during: true }',
    },
    /the hypothesis failed 2 times in a row/,
  ],
  [
    'ready-pods-below',
    { ...none, 'abort-on': '{ ready-pods-below: 1 }' },
    /^the experiment was aborted: ready pods behind the target: 0, fewer than 1$/,
  ],
])('abort-on %s ends the method early and takes the fault back', async (_, inputs, reason) => {
  const before = await own.observe();
  const run = await own.run({ inputs: { ...half.inputs, ...inputs } });
  expectVerdict(run, 'aborted');
  expect(run.outputs.reason).toMatch(reason);
  expect(await own.observe()).toEqual(before);
});
