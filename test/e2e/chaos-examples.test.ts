import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { WorkflowRun } from '../../demo/workflow-run.ts';
import { numberAt } from '../../shared/src/json/json.ts';
import { copyImage } from './support/copy-image.ts';
import { deadline } from './support/deadline.ts';
import { exampleRepository } from './support/example-repository.ts';
import type { ExampleRepository } from './support/example-repository.ts';
import { podinfoVersion, startLoad } from './support/load.ts';
import { testCluster } from './support/test-cluster.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'chaos-examples-'));
let own: OwnNamespace;
let host: string;
let repository: ExampleRepository;

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
async function deliver(version: string): Promise<WorkflowRun> {
  const commit = await repository.commit(`Release ${version}`);
  await copyImage(`podinfo:${version}`, `shop/web:${commit}`);
  return repository.runFor('push', {
    NAMESPACE: own.namespace,
    CANARY_STEPS: '50,100',
    CANARY_SOAK: '2s',
    CANARY_DRAIN: '2s',
    CHAOS_DURATION: '8s',
  });
}

/** What ended how; a run that did not go as it should shows its errors. */
function endsOf({ steps }: WorkflowRun): readonly string[] {
  return steps.map(({ step, succeeded, error }) => `${step}: ${succeeded ? 'good' : error}`);
}

function summaryOf({ steps }: WorkflowRun, name: string): string {
  return steps.find(({ step }) => step === name)?.summary ?? '';
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
  const web = await own.cluster.read(
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    deadline(),
  );
  expect(numberAt(web, 'spec', 'replicas')).toBe(3);
  expect(await recordsLeft()).toBe(0);
}, 300_000);
