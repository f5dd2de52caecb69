import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { StepEnd, WorkflowRun } from '../../demo/workflow-run.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { arrayAt, numberAt, stringAt, valueAt } from '../../shared/src/json/json.ts';
import { copyImage } from './support/copy-image.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { exampleRepository } from './support/example-repository.ts';
import type { ExampleRepository } from './support/example-repository.ts';
import { podinfoVersion, startLoad } from './support/load.ts';
import { stepProcess } from './support/step-process.ts';
import { testCluster } from './support/test-cluster.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'chaos-examples-'));
let own: OwnNamespace;
let host: string;
let repository: ExampleRepository;
/** The commit of the release that withstands. */
let good = '';

beforeAll(async () => {
  own = await ownNamespace('chaos-examples');
  host = `${own.namespace}.example`;
  repository = await exampleRepository(folder, ['chaos-after-canary.yml', 'game-day.yml'], host);
}, 120_000);
afterAll(async () => {
  await own.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Commits, puts the version's image under the commit's name, and delivers it. */
async function deliver(
  version: string,
  differences: Readonly<Record<string, string>> = {},
  onStep?: (step: StepEnd) => void,
): Promise<WorkflowRun & { readonly commit: string }> {
  const commit = await repository.commit(`Release ${version}`);
  await copyImage(`podinfo:${version}`, `shop/web:${commit}`);
  const variables = {
    NAMESPACE: own.namespace,
    CANARY_STEPS: '50,100',
    CANARY_SOAK: '2s',
    CANARY_DRAIN: '2s',
    CHAOS_DURATION: '8s',
    ...differences,
  };
  return { ...(await repository.runFor('push', variables, onStep)), commit };
}

/** What ended how; a run that did not go as it should shows its errors. */
function endsOf({ steps }: WorkflowRun): readonly string[] {
  return steps.map(({ step, succeeded, error }) => `${step}: ${succeeded ? 'good' : error}`);
}

function summaryOf({ steps }: WorkflowRun, name: string): string {
  return steps.find(({ step }) => step === name)?.summary ?? '';
}

function web(): Promise<KubeObject | undefined> {
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  return own.cluster.read(reference, deadline());
}

async function recordsLeft(): Promise<number> {
  const query = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    labelSelector: 'kube-delivery.dev/chaos-run',
  };
  return (await own.cluster.list(query, deadline())).length;
}

test('a release is delivered as a canary, and survives that a pod is killed under load', async () => {
  const first = await deliver('v1');
  expect(endsOf(first)).toContain('Kill a pod while users are served: good');
  const load = startLoad({
    url: `${testCluster().envoyUrl}/version`,
    host,
    requestsPerSecond: 50,
    longest: 300_000,
    versionOf: podinfoVersion,
  });
  const second = await deliver('v2');
  good = second.commit;
  const ledger = await load.stop();
  expect(endsOf(second)).toEqual([
    expect.stringMatching(/^actions\/checkout.*: good$/),
    'Deploy as a canary: good',
    'Shift traffic and promote: good',
    'Kill a pod while users are served: good',
  ]);
  expect(second.succeeded).toBe(true);
  expect(ledger.failures).toBe(0);
  expect(ledger.requests).toBeGreaterThan(500);
  const summary = summaryOf(second, 'Kill a pod while users are served');
  expect(summary).toContain('✅ chaos-run: passed');
  expect(summary).toMatch(/💥 hit \| Pod `web-/);
  expect(summary).toContain('```mermaid');
  expect(await recordsLeft()).toBe(0);
}, 300_000);

test('a game day runs every experiment, and nothing is left', async () => {
  const game = await repository.runFor('workflow_dispatch', {
    NAMESPACE: own.namespace,
    CHAOS_PAUSE: '3',
  });
  expect(endsOf(game)).toEqual([
    expect.stringMatching(/^actions\/checkout.*: good$/),
    'Run the experiments: good',
    'Take back what is left: good',
  ]);
  const summary = summaryOf(game, 'Run the experiments');
  for (const title of [
    'The shop answers while a pod goes away',
    'The shop answers with a pod less',
    'The shop answers while all pods are replaced',
  ]) {
    expect(summary).toContain(`#### ✅ ${title}: passed`);
  }
  expect(numberAt(await web(), 'spec', 'replicas')).toBe(3);
  expect(await recordsLeft()).toBe(0);
}, 300_000);

test('a game day whose experiments are killed takes back what they left', async () => {
  const ending = repository.runFor('workflow_dispatch', {
    NAMESPACE: own.namespace,
    CHAOS_PAUSE: '60',
  });
  await eventually(
    async () => numberAt(await web(), 'spec', 'replicas'),
    (replicas) => replicas === 2,
    60_000,
  );
  const experiments = stepProcess('chaos-run', 'namespace', own.namespace);
  if (experiments === undefined) throw new Error('the experiments do not run');
  process.kill(experiments, 'SIGKILL');
  const game = await ending;
  expect(game.succeeded).toBe(false);
  expect(game.steps.map(({ step, succeeded }) => [step, succeeded])).toEqual([
    [expect.stringMatching(/^actions\/checkout/), true],
    ['Run the experiments', false],
    ['Take back what is left', true],
  ]);
  const summary = summaryOf(game, 'Take back what is left');
  expect(summary).toMatch(/undone \| scale Deployment web from 3 to 2/);
  expect(numberAt(await web(), 'spec', 'replicas')).toBe(3);
  expect(await recordsLeft()).toBe(0);
}, 300_000);

/** A release that says it is ready before it is warm, which ends well while the cache that it needs is there. */
function breakManifest(): void {
  const file = path.join(repository.folder, 'k8s/web.yaml');
  const manifest = readFileSync(file, 'utf8');
  const command = ['/bin/busybox', 'sh', '-c', '/bin/busybox sleep "${WARM_UP:-0}"; exec /podinfo'];
  const more = {
    command,
    envFrom: [{ configMapRef: { name: 'cache', optional: true } }],
    readinessProbe: { exec: { command: ['/bin/busybox', 'true'] }, initialDelaySeconds: 1 },
  };
  const probe = / {10}readinessProbe:\n(?: {12}.*\n)+/;
  const lines = Object.entries(more).map(
    ([key, value]) => `${' '.repeat(10)}${key}: ${JSON.stringify(value)}\n`,
  );
  expect(manifest).toMatch(probe);
  writeFileSync(
    file,
    manifest.replace(probe, () => lines.join('')),
  );
}

test('a release that does not withstand is taken back', async () => {
  breakManifest();
  const cold = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cache' },
    data: { WARM_UP: '60' },
  };
  let cooled: Promise<unknown> = Promise.resolve();
  const bad = await deliver('v1', { CHAOS_DURATION: '25s' }, ({ step }) => {
    if (step !== 'Shift traffic and promote') return;
    cooled = own.cluster.create(cold, { signal: deadline() });
  });
  await cooled;
  expect(bad.succeeded).toBe(false);
  const chaos = expect.stringMatching(/^Kill a pod while users are served: .*did not hold/);
  expect(endsOf(bad)).toEqual([
    expect.stringMatching(/^actions\/checkout.*: good$/),
    'Deploy as a canary: good',
    'Shift traffic and promote: good',
    chaos,
    'Take the release back: good',
  ]);
  const [container] = arrayAt(await web(), 'spec', 'template', 'spec', 'containers');
  expect(stringAt(container, 'image')).toMatch(new RegExp(`/shop/web:${good}(@|$)`));
  expect(valueAt(container, 'command')).toBeUndefined();
  expect(numberAt(await web(), 'status', 'readyReplicas')).toBe(3);
  expect(await recordsLeft()).toBe(0);
}, 300_000);
