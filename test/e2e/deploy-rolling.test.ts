import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-rolling');
});

afterAll(async () => {
  await own.close();
});

describe('rolling', () => {
  test('deploys, does not write again what is there, and updates', async () => {
    const app = { name: 'web', tag: 'v1' };
    const first = await own.deployed('web', application(app));
    expect(first.exitCode).toBe(0);
    expect(first.outputs).toMatchObject({
      release: 'web',
      revision: '1',
      'previous-revision': '',
      changes: '{"created":2,"updated":0,"unchanged":0,"deleted":0}',
      images: JSON.stringify([sampleImage('v1')]),
      canary: '',
    });
    const [workload] = JSON.parse(first.outputs.workloads ?? '[]') as Record<string, unknown>[];
    expect(workload).toMatchObject({ kind: 'Deployment', name: 'web', ready: true });
    expect(workload?.revision).toMatch(/^[a-z0-9]+$/);

    const before = await own.versions();
    const again = await own.deploy('web', application(app));
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1', reason: '' });
    expect(await own.versions()).toEqual(before);

    const next = await own.deploy('web', application(app), { images: sampleImage('v2') });
    expect(next.outputs).toMatchObject({
      verdict: 'deployed',
      revision: '2',
      'previous-revision': '1',
      changes: '{"created":0,"updated":1,"unchanged":1,"deleted":0}',
    });
    expect(await own.imageOf('web')).toBe(sampleImage('v2'));
    const object = await own.read('apps/v1', 'Deployment', 'web');
    expect(object?.metadata.labels).toMatchObject({
      'app.kubernetes.io/managed-by': 'kube-delivery',
    });
    expect(object?.metadata.annotations).toMatchObject({ 'kube-delivery.dev/release': 'web' });
    expect((await own.records('web')).map(({ outcome }) => outcome)).toEqual([
      'deployed',
      'deployed',
    ]);
  });

  test('goes back when the image crashes, and says what it said', async () => {
    await own.deployed('crash', application({ name: 'crash', tag: 'v1' }));
    const added = configMap('crash-added', { a: 'b' });
    const run = await own.deploy('crash', [
      ...application({ name: 'crash', tag: 'v2-crash' }),
      added,
    ]);
    expect(run.exitCode).toBe(1);
    expect(run.outputs.verdict).toBe('rolled-back');
    expect(run.outputs.reason).toMatch(
      /Deployment crash .*exit code \d+.*last line of its log: .*podinfo.*; revision 1 runs again/,
    );
    expect(await own.imageOf('crash')).toBe(sampleImage('v1'));
    expect(await own.read('v1', 'ConfigMap', 'crash-added')).toBeUndefined();
    expect((await own.records('crash')).map(({ outcome }) => outcome)).toEqual([
      'deployed',
      'rolled-back',
    ]);
    const again = await own.deploy('crash', application({ name: 'crash', tag: 'v1' }));
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1' });
  });

  test('is not unchanged when what runs is no longer ready', async () => {
    await own.deployed('faded', application({ name: 'faded', tag: 'v1' }));
    const pods = { apiVersion: 'v1', kind: 'Pod', labelSelector: 'app=faded' };
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none' } };
    await own.cluster.create({ ...quota, spec: { hard: { pods: '0' } } }, { signal: deadline() });
    try {
      for (const pod of await own.cluster.list(pods, deadline())) {
        await own.cluster.delete({ ...pods, name: pod.metadata.name }, { signal: deadline() });
      }
      const run = await own.deploy('faded', application({ name: 'faded', tag: 'v1' }));
      expect(run.outputs.verdict).toBe('failed');
      expect(run.outputs.reason).toMatch(/nothing changed, but Deployment faded .*quota/);
    } finally {
      await own.cluster.delete({ ...quota, name: 'none' }, { signal: deadline() });
    }
  });

  test('tells in seconds that an image is not there; a first release is left as it is', async () => {
    const began = performance.now();
    const run = await own.deploy('missing', application({ name: 'missing', tag: 'none' }));
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(run.outputs.verdict).toBe('failed');
    expect(run.outputs.reason).toMatch(
      /podinfo:none.*(ImagePullBackOff|ErrImagePull).*first release/,
    );
    expect(await own.imageOf('missing')).toBe(sampleImage('none'));
  });
});

test('a cancelled run leaves a pending record, and the next one goes straight on', async () => {
  await own.deployed('killed', application({ name: 'killed', tag: 'v1' }));
  const running = own.start('killed', application({ name: 'killed', tag: 'v2-unready' }));
  await eventually(
    () => own.imageOf('killed'),
    (image) => image === sampleImage('v2-unready'),
    20_000,
  );
  running.process.kill('SIGINT');
  const ended = await running.finished;
  expect([ended.exitCode, ended.outputs.verdict]).toEqual([1, 'interrupted']);
  expect((await own.records('killed')).map(({ outcome }) => outcome)).toEqual([
    'deployed',
    'pending',
  ]);

  const next = await own.deploy('killed', application({ name: 'killed', tag: 'v1' }));
  expect(next.outputs).toMatchObject({ verdict: 'deployed', revision: '3' });
  expect((await own.records('killed')).map(({ outcome }) => outcome)).toEqual([
    'deployed',
    'abandoned',
    'deployed',
  ]);
});
