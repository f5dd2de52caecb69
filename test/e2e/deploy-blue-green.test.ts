import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { runBundle } from '../contract/support/run-bundle.ts';
import { colourNamespace } from './support/colours.ts';
import type { ColourNamespace } from './support/colours.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { ledgerSince } from './support/load.ts';
import { sampleImage } from './support/manifest-folder.ts';
import { testCluster } from './support/test-cluster.ts';

let own: ColourNamespace;

beforeAll(async () => {
  own = await colourNamespace('blue-green');
});

afterEach(async () => {
  await own.endTest();
});

afterAll(async () => {
  await own.close();
});

describe('blue-green', () => {
  test('alternates between the colours under load, and no request fails', async () => {
    const first = await own.bring('shop', 'v1');
    expectVerdict(first, 'deployed');
    expect(first.outputs.reason).toMatch(/plain first deploy without a switch/);
    const bluePods = await own.podsOf('shop');
    const users = await own.users('shop');

    const second = await own.bring('shop', 'v2');
    expectVerdict(second, 'deployed');
    expect(second.outputs).toMatchObject({ revision: '2', preview: 'shop-preview' });
    expect(second.outputs.reason).toMatch(
      /Service shop leads to Deployment shop-green; Deployment shop is kept until 20/,
    );
    expect(JSON.parse(second.outputs.workloads ?? '')).toMatchObject([
      { kind: 'Deployment', name: 'shop-green', ready: true },
    ]);
    expect(await own.selectorOf('shop')).toEqual({ app: 'shop-green' });
    expect(await own.imageOf('shop')).toBe(sampleImage('v1'));
    expect(await own.podsOf('shop')).toEqual(bluePods);
    const green = users.ledger();

    const before = await own.versions();
    const again = await own.bring('shop', 'v2');
    expectVerdict(again, 'unchanged');
    expect(again.outputs).toMatchObject({ revision: '2', preview: 'shop-preview' });
    expect(await own.versions()).toEqual(before);

    const third = await own.bring('shop', 'v1', { 'scale-down-delay': '0' });
    expectVerdict(third, 'deployed');
    expect(third.outputs.reason).toMatch(
      /Service shop leads to Deployment shop; Deployment shop-green was scaled down/,
    );
    expect(await own.selectorOf('shop')).toEqual({ app: 'shop' });
    expect(await own.replicasOf('shop-green')).toBe(0);
    const between = ledgerSince(green, users.ledger());
    expect(Object.keys(between.versions).sort()).toEqual(['1.0.0', '2.0.0']);
    const all = await users.stop();
    expect({ failures: all.failures, outcomes: Object.keys(all.outcomes) }).toEqual({
      failures: 0,
      outcomes: ['200'],
    });
    expect(await own.outcomes('shop')).toEqual(['deployed', 'deployed', 'deployed']);
  });

  test('traffic never points at pods that are not ready (D2)', async () => {
    await own.bring('ready', 'v1');
    const users = await own.users('ready');
    const service = await own.read('v1', 'Service', 'ready');
    const run = await own.bring('ready', 'v2-unready', { timeout: '15s' });
    expectVerdict(run, 'rolled-back');
    expect(run.outputs.reason).toMatch(
      /Deployment ready-green .*0 of 2 pods are available.*Service ready was never switched, and Deployment ready-green was removed/,
    );
    expect((await own.read('v1', 'Service', 'ready'))?.metadata.resourceVersion).toBe(
      service?.metadata.resourceVersion,
    );
    expect(await own.replicasOf('ready-green')).toBeUndefined();
    expect(await own.read('v1', 'Service', 'ready-preview')).toBeUndefined();
    const { failures, versions } = await users.stop();
    expect({ failures, versions: Object.keys(versions) }).toEqual({
      failures: 0,
      versions: ['1.0.0'],
    });
    const again = await own.bring('ready', 'v1');
    expectVerdict(again, 'unchanged');
  });

  test('adopts a Deployment and a Service that kubectl made, and does not touch their pods', async () => {
    for (const object of own.app('adopted', 'v1')) {
      await own.cluster.create(object, { signal: deadline() });
    }
    const users = await own.users('adopted');
    const pods = await own.podsOf('adopted');
    const before = await own.read('apps/v1', 'Deployment', 'adopted');
    const run = await own.bring('adopted', 'v2');
    expectVerdict(run, 'deployed');
    expect(run.outputs).toMatchObject({ revision: '1', preview: 'adopted-preview' });
    expect(await own.podsOf('adopted')).toEqual(pods);
    const after = await own.read('apps/v1', 'Deployment', 'adopted');
    expect(after?.metadata.generation).toBe(before?.metadata.generation);
    const behind = await own.podsBehind('adopted');
    expect(behind).toHaveLength(2);
    expect(behind.every((pod) => pod.startsWith('adopted-green-'))).toBe(true);
    expect((await users.stop()).failures).toBe(0);
  });

  test('keeps the old colour until its deadline, which the next run sees to', async () => {
    await own.bring('kept', 'v1');
    await own.bring('kept', 'v2', { 'scale-down-delay': '9s' });
    expect(await own.replicasOf('kept')).toBe(2);
    const [, record] = await own.records('kept');
    const until = Date.parse(record?.blueGreen?.scaleDownAt ?? '');
    await eventually(
      () => Date.now(),
      (now) => now > until,
      20_000,
    );
    const run = await own.bring('kept', 'v2');
    expectVerdict(run, 'unchanged');
    expect(await own.replicasOf('kept')).toBe(0);
    expect(await own.selectorOf('kept')).toEqual({ app: 'kept-green' });

    const back = await own.bring('kept', 'v1');
    expectVerdict(back, 'deployed');
    expect(await own.selectorOf('kept')).toEqual({ app: 'kept' });
    expect(await own.podsBehind('kept')).toHaveLength(2);
  });
});

test('the end of the job scales the old colour down, where its time has come', async () => {
  const endJob = (scaleDownAt: string) =>
    runBundle('deploy', {
      entry: 'post.js',
      inputs: { kubeconfig: testCluster().kubeconfig, namespace: own.namespace, release: 'ended' },
      environment: { GITHUB_RUN_ID: '1', STATE_scaleDownAt: scaleDownAt },
    });
  await own.bring('ended', 'v1');
  const run = await own.bring('ended', 'v2', { 'scale-down-delay': '3s' });
  const until = run.state.scaleDownAt ?? '';
  const [, record] = await own.records('ended');
  expect(record?.blueGreen?.scaleDownAt).toBe(until);

  const early = await endJob(new Date(Date.now() + 60_000).toISOString());
  expect([early.exitCode, await own.replicasOf('ended')]).toEqual([0, 2]);
  expect(early.stdout).toMatch(/old pods of release ended are kept until/);
  await eventually(
    () => Date.now(),
    (now) => now > Date.parse(until),
  );
  const late = await endJob(until);
  expect([late.exitCode, await own.replicasOf('ended')]).toEqual([0, 0]);
  expect(await own.podsBehind('ended')).toHaveLength(2);
  const nothing = await runBundle('deploy', { entry: 'post.js' });
  expect([nothing.exitCode, nothing.stdout]).toEqual([0, '']);
});

test('a preview of a switch says what would be switched, and writes nothing', async () => {
  await own.bring('planned', 'v1');
  const before = await own.versions();
  const run = await own.bring('planned', 'v2', { 'dry-run': 'true' });
  expectVerdict(run, 'planned');
  expect(run.outputs.reason).toBe(
    'Deployment planned-green would come up with 2 pods beside planned, and Service planned be switched to it',
  );
  expect(run.summary).toMatch(/planned-green/);
  expect(run.summary).toMatch(/spec\.selector\.app/);
  expect(await own.versions()).toEqual(before);
});
