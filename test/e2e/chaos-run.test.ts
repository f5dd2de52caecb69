import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { arrayAt, booleanAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json } from '../../shared/src/json/json.ts';
import type { BundleRun } from '../contract/support/run-bundle.ts';
import { chaosNamespace } from './support/chaos-namespace.ts';
import type { ChaosNamespace } from './support/chaos-namespace.ts';
import { readJournal } from './support/chaos-journal.ts';
import { deadline } from './support/deadline.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application } from './support/manifest-folder.ts';
import { statefulSet, sampleImage } from './support/workloads.ts';

let own: ChaosNamespace;

beforeAll(async () => {
  own = await chaosNamespace('chaos-run');
  await own.create([
    ...application({ name: 'web', tag: 'v1', replicas: 3 }),
    ...application({ name: 'single', tag: 'v1' }),
  ]);
});

afterAll(async () => {
  await own.close();
});

const target = 'deployment/web';
const check = (path: string, during = false): string =>
  `- name: answers\n  path: ${path}\n${during ? '  during: true\n' : ''}`;

/** That the run tells everywhere the same time, inside its recovery-timeout, until the hypothesis held. */
function expectRecovery({ outputs, summary }: BundleRun): void {
  const seconds = outputs['recovery-seconds'] ?? '';
  expect(Number(seconds)).toBeGreaterThan(0);
  expect(Number(seconds)).toBeLessThan(30);
  expect(summary).toContain(`holds again after ${seconds} s`);
}

/** Pods of an application that are not on their way out. */
async function podNames(app: string): Promise<readonly string[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${app}` };
  const pods = await own.cluster.list(query, deadline());
  return pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata }) => metadata.name);
}

test('a killed pod that nobody misses passes, and the run tells what it did', async () => {
  const before = await own.observe();
  const pods = await podNames('web');
  const running = own.start({
    inputs: { fault: 'pod-kill', target, duration: '2s', hypothesis: check('/readyz', true) },
  });
  const run = await running.finished;
  expectVerdict(run, 'passed');
  expect(run.outputs).toMatchObject({ reason: '', status: 'completed', deviated: 'false' });
  const targets = JSON.parse(run.outputs.targets ?? '') as readonly Json[];
  const hit = targets.filter((each) => (each as { in: boolean }).in);
  expect(hit).toEqual([
    expect.objectContaining({ kind: 'Pod', namespace: own.namespace, reason: 'evicted' }),
  ]);
  const name = stringAt(hit[0], 'name') ?? '';
  expect(pods).toContain(name);
  expect(await podNames('web')).not.toContain(name);
  expectRecovery(run);
  const during = arrayAt(readJournal(running), 'steady_states', 'during');
  // Asked every second of two.
  expect(during.length).toBeGreaterThanOrEqual(2);
  expect(during.map((look) => booleanAt(look, 'steady_state_met'))).not.toContain(false);
  expect(run.summary).toContain('```mermaid');
  expect(run.summary).toContain(name);
  expect(await own.observe()).toEqual(before);
});

test('the hypothesis that does not hold while everything is down deviates, and is told so', async () => {
  const run = await own.run({
    inputs: {
      fault: 'scale-to',
      target: 'deployment/single',
      count: '0',
      duration: '3s',
      hypothesis: check('/readyz', true),
      'max-percent': '100%',
      'min-ready-remaining': '0',
    },
  });
  expectVerdict(run, 'deviated');
  expect(run.outputs.reason).toMatch(/did not hold in \d+ of \d+ looks during the method/);
  expect(run.outputs.deviated).toBe('true');
  expectRecovery(run);
  expect(run.exitCode).toBe(1);
});

test('a hypothesis that does not hold before stops everything before the fault', async () => {
  const before = await own.observe();
  const pods = await podNames('web');
  const run = await own.run({
    inputs: { fault: 'pod-kill', target, hypothesis: check('/status/500') },
  });
  expectVerdict(run, 'gate-failed');
  expect(run.outputs.reason).toContain('status is 500, not 2xx');
  expect(await podNames('web')).toEqual(pods);
  expect(await own.observe()).toEqual(before);
});

test.each<[string, Record<string, string>, RegExp]>([
  [
    'more than max-targets',
    { count: '2' },
    /^nothing was hit: 2 pods would be hit at once, but max-targets is 1: ask for fewer, or raise max-targets to 2$/,
  ],
  [
    'more than max-percent',
    { 'max-percent': '10%' },
    /^nothing was hit: 1 of 3 pods would be hit, but max-percent 10 allows 0: ask for fewer, or raise max-percent to 34$/,
  ],
  [
    'fewer ready pods than must remain',
    { 'min-ready-remaining': '3' },
    /^nothing was hit: 2 of 3 ready pods of Deployment web would be left, but min-ready-remaining is 3: run more replicas, or lower min-ready-remaining$/,
  ],
  [
    'younger pods than minimum-age',
    { 'minimum-age': '1h' },
    /^no pod may be hit: (web-\S+ is \S+ old, and minimum-age is 1h(; )?){3}$/,
  ],
])('%s are not hit, and nothing is done', async (_, inputs, reason) => {
  const before = await own.observe();
  const pods = await podNames('web');
  const run = await own.run({ inputs: { fault: 'pod-kill', target, ...inputs } });
  expectVerdict(run, 'no-effect');
  expect(run.outputs.reason).toMatch(reason);
  expect(await podNames('web')).toEqual(pods);
  expect(await own.observe()).toEqual(before);
});

test('a protected namespace and one that is not allowed are refused before anything', async () => {
  const inputs = { fault: 'pod-kill', target };
  const protectedRun = await own.run({
    inputs: { ...inputs, 'protected-namespaces': own.namespace },
  });
  expectVerdict(protectedRun, 'invalid');
  expect(protectedRun.outputs.reason).toContain(`${own.namespace}, which is among protected-`);
  const other = await own.run({ inputs: { ...inputs, namespaces: 'other' } });
  expectVerdict(other, 'invalid');
  expect(other.outputs.reason).toContain('is not among namespaces (other)');
});

test('a plan asks the hypothesis, names the pod that would be hit, and changes nothing', async () => {
  const before = await own.observe();
  const pods = await podNames('web');
  const run = await own.run({
    inputs: { fault: 'pod-kill', target, hypothesis: check('/readyz'), 'dry-run': 'true' },
  });
  expectVerdict(run, 'planned');
  const targets = JSON.parse(run.outputs.targets ?? '') as readonly Json[];
  expect(targets).toEqual([
    expect.objectContaining({ kind: 'Pod', in: true, reason: 'would be evicted' }),
  ]);
  expect(pods).toContain(stringAt(targets[0], 'name'));
  expect(await podNames('web')).toEqual(pods);
  expect(await own.observe()).toEqual(before);
});

test('a command that fails in a pod fails the run, which tells where and why', async () => {
  const run = await own.run({
    inputs: { fault: 'exec', target, command: `/bin/busybox sh -c 'echo "no lock" >&2; exit 9'` },
  });
  expectVerdict(run, 'action-failed');
  expect(run.outputs.reason).toMatch(
    /^the action "exec" failed: the command failed in 1 of 1 pod: pod web-\S+, container podinfo: it ended with 9: no lock$/,
  );
  expect(run.exitCode).toBe(1);
  const targets = JSON.parse(run.outputs.targets ?? '') as readonly Json[];
  expect(targets).toMatchObject([{ in: true, reason: 'the command ended with 9' }]);
});

test('a system that does not come back has not recovered', async () => {
  const set = statefulSet('db');
  await own.create([
    { ...set, spec: { ...(set.spec as object), updateStrategy: { type: 'OnDelete' } } },
  ]);
  const ready = await own.run({
    inputs: {
      fault: 'rollout-restart',
      target: 'statefulset/db',
      'recovery-timeout': '60s',
      mode: 'discover',
    },
  });
  expectVerdict(ready, 'passed');
  // The next pod will be of a version that never is ready.
  const image = '/spec/template/spec/containers/0/image';
  const reference = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' };
  await own.cluster.patch(
    reference,
    [{ op: 'replace', path: image, value: sampleImage('v2-unready') }],
    { signal: deadline() },
  );
  const run = await own.run({
    inputs: {
      fault: 'pod-kill',
      target: 'statefulset/db',
      'max-percent': '100%',
      'min-ready-remaining': '0',
      'recovery-timeout': '5s',
    },
  });
  expectVerdict(run, 'not-recovered');
  expect(run.outputs['recovery-seconds']).toBe('');
});
