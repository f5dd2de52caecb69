import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { valueAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { rollBack } from './support/rollback-run.ts';

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('rollback');
});

afterAll(async () => {
  await own.close();
});

function version(name: string, tag: string): readonly object[] {
  const settings = configMap(`${name}-settings`, { tag });
  return [settings, ...application({ name, tag, environmentFrom: [`${name}-settings`] })];
}

async function tagIn(name: string): Promise<unknown> {
  return (await own.read('v1', 'ConfigMap', `${name}-settings`))?.data;
}

const back = (release: string, inputs: Readonly<Record<string, string>> = {}) =>
  rollBack(own.namespace, { release, ...inputs });

describe('rollback', () => {
  test('restores the release before, once, with its configuration and without what came later', async () => {
    await own.deployed('web', version('web', 'v1'));
    const added = configMap('web-added', { a: 'b' });
    await own.deployed('web', [...version('web', 'v2'), added]);

    const before = await own.versions();
    const planned = await back('web', { 'dry-run': 'true' });
    expect(planned.outputs).toMatchObject({
      verdict: 'planned',
      'from-revision': '2',
      'to-revision': '1',
      changes: '{"created":0,"updated":2,"unchanged":1,"deleted":1}',
    });
    expect(await own.versions()).toEqual(before);

    const run = await back('web');
    expect([run.exitCode, run.outputs]).toMatchObject([
      0,
      {
        verdict: 'rolled-back',
        reason: '',
        'from-revision': '2',
        'to-revision': '1',
        changes: '{"created":0,"updated":2,"unchanged":1,"deleted":1}',
      },
    ]);
    expect(await own.imageOf('web')).toBe(sampleImage('v1'));
    expect(await tagIn('web')).toEqual({ tag: 'v1' });
    expect(await own.read('v1', 'ConfigMap', 'web-added')).toBeUndefined();
    expect((await own.records('web')).at(-1)).toMatchObject({
      revision: 3,
      outcome: 'deployed',
      strategy: 'rollback',
      rollback: { from: 2, to: 1 },
    });

    const settled = await own.versions();
    const again = await back('web');
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', 'to-revision': '3' });
    expect(again.outputs.reason).toMatch(/result of a rollback/);
    expect(await own.versions()).toEqual(settled);

    const same = await own.deploy('web', version('web', 'v1'));
    expect(same.outputs).toMatchObject({ verdict: 'unchanged', revision: '3' });
    const chosen = await back('web', { to: '2' });
    expect(chosen.outputs).toMatchObject({ verdict: 'rolled-back', 'to-revision': '2' });
    expect(await own.imageOf('web')).toBe(sampleImage('v2'));
  });

  test('does nothing where deploy has gone back itself, and mends what it held', async () => {
    await own.deployed('own', version('own', 'v1'));
    const bad = await own.deploy('own', version('own', 'v2-crash'));
    expect(bad.outputs.verdict).toBe('rolled-back');
    const nothing = await back('own');
    expect(nothing.outputs).toMatchObject({ verdict: 'unchanged', 'to-revision': '1' });

    const held = await own.deploy('own', version('own', 'none'), { 'on-failure': 'hold' });
    expect(held.outputs.verdict).toBe('failed');
    const mended = await back('own');
    expect(mended.outputs).toMatchObject({
      verdict: 'rolled-back',
      'from-revision': '3',
      'to-revision': '1',
    });
    expect(await own.imageOf('own')).toBe(sampleImage('v1'));
    const refused = await back('own', { to: '3' });
    expect([refused.exitCode, refused.outputs.verdict]).toEqual([1, 'nothing-to-roll-back-to']);
    expect(refused.outputs.reason).toMatch(
      /revision 3 was recorded failed; the good revisions that are there: 1, 4/,
    );
  });

  test.each([
    ['an unknown release', 'nobody', {}, /no history/],
    ['a revision that is not kept', 'single', { to: '9' }, /revision 9 is not in the history/],
    ['a first release', 'single', {}, /no good revision before 1/],
  ])('has nowhere to go from %s', async (_, release, inputs, reason) => {
    if (release === 'single') await own.deploy('single', [configMap('single', { a: 'b' })]);
    const run = await back(release, inputs);
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'nothing-to-roll-back-to']);
    expect(run.outputs.reason).toMatch(reason);
  });

  test('fails with the reason when the old revision does not become ready, and is tried again', async () => {
    await own.deployed('full', version('full', 'v1'));
    await own.deployed('full', version('full', 'v2'));
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'full' } };
    await own.cluster.create({ ...quota, spec: { hard: { pods: '0' } } }, { signal: deadline() });
    await eventually(
      () => own.read('v1', 'ResourceQuota', 'full'),
      (object) => valueAt(object, 'status', 'hard', 'pods') === '0',
    );
    try {
      const run = await back('full');
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
      expect(run.outputs.reason).toMatch(/going back to revision 1 failed: .*quota/);
    } finally {
      await own.cluster.delete({ ...quota, name: 'full' }, { signal: deadline() });
    }
    const again = await back('full');
    expectVerdict(again, 'rolled-back');
    expect(again.outputs['to-revision']).toBe('1');
    expect(await own.imageOf('full')).toBe(sampleImage('v1'));
  });
});

describe('a canary that is up', () => {
  test('loses its traffic, then goes', async () => {
    await own.deployed('shop', application({ name: 'shop', tag: 'v1' }));
    const canary = { strategy: 'canary' };
    await own.deploy('shop', application({ name: 'shop', tag: 'v2' }), canary);
    const backends = [
      { name: 'shop', port: 80, weight: 80 },
      { name: 'shop-canary', port: 80, weight: 20 },
    ];
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'shop' },
      spec: { rules: [{ backendRefs: backends }] },
    };
    await own.cluster.create(route, { signal: deadline() });
    const run = await back('shop');
    expect(run.outputs).toMatchObject({
      verdict: 'rolled-back',
      'from-revision': '2',
      'to-revision': '1',
    });
    const after = await own.read(route.apiVersion, 'HTTPRoute', 'shop');
    expect(after?.spec).toMatchObject({
      rules: [
        {
          backendRefs: [
            { name: 'shop', weight: 100 },
            { name: 'shop-canary', weight: 0 },
          ],
        },
      ],
    });
    expect(await own.read('apps/v1', 'Deployment', 'shop-canary')).toBeUndefined();
    expect(await own.read('v1', 'Service', 'shop-canary')).toBeUndefined();
    expect(await own.imageOf('shop')).toBe(sampleImage('v1'));
    const outcomes = (await own.records('shop')).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['deployed', 'abandoned', 'deployed']);
  });
});
