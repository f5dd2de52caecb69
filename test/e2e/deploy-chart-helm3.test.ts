import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureTools } from '../cluster/index.ts';
import { chartFiles, hookJob } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace } from './support/chart-namespace.ts';
import { sampleImage } from './support/manifest-folder.ts';

let own: ChartNamespace;

beforeAll(async () => {
  const { helm3 } = await ensureTools(['helm3']);
  own = await chartNamespace('chart-helm3', helm3);
});

afterAll(async () => {
  await own.close();
});

const v2 = { inputs: { images: sampleImage('v2') } };

describe('a chart deployed by Helm 3', () => {
  test('is installed, does not change what is there, is upgraded and taken back', async () => {
    await own.deployed('web', chartFiles());
    const before = await own.versions();
    const again = await own.deploy('web', chartFiles());
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1', reason: '' });
    expect(await own.versions()).toEqual(before);

    const next = await own.deployed('web', chartFiles(), v2);
    expect(next.outputs.changes).toBe('{"created":0,"updated":1,"unchanged":2,"deleted":0}');
    expect(await own.imageOf('web')).toBe(sampleImage('v2'));
    const manifest = await own.helm('get', 'manifest', 'web');
    expect(manifest).toContain('# Source: shop/templates/deployment.yaml');
    const unchanged = await own.deploy('web', chartFiles(), v2);
    expect(unchanged.outputs).toMatchObject({ verdict: 'unchanged', revision: '2' });

    const bad = await own.deploy('web', chartFiles(), {
      inputs: { images: sampleImage('v2-crash') },
    });
    expect(bad.outputs).toMatchObject({ verdict: 'rolled-back', revision: '3' });
    expect(await own.imageOf('web')).toBe(sampleImage('v2'));
    expect((await own.helmHistory('web')).map(({ status }) => status)).toEqual([
      'superseded',
      'superseded',
      'superseded',
      'deployed',
    ]);
  });

  test('plans a field that is taken away, which the server would not know of', async () => {
    await own.deployed('removed', chartFiles());
    const chart = chartFiles();
    const without = (chart['templates/deployment.yaml'] ?? '').replace(/^ *env: .*\n/m, '');
    const plan = await own.deploy(
      'removed',
      { ...chart, 'templates/deployment.yaml': without },
      { inputs: { 'dry-run': 'true' } },
    );
    expect(plan.outputs.changes).toBe('{"created":0,"updated":1,"unchanged":2,"deleted":0}');
    expect(plan.summary).toContain('spec.template.spec.containers[podinfo].env');
  });

  test('refuses an image for a hook, which Helm 3 applies as the chart has it', async () => {
    const hook = hookJob('note', { event: 'pre', command: ['./podinfo', '--version'] });
    const chart = chartFiles({ files: { 'templates/hook.yaml': hook } });
    const run = await own.deploy('hooked', chart, v2);
    expect(run.outputs.verdict).toBe('invalid');
    expect(run.outputs.reason).toMatch(
      /^images: .*hook in shop\/templates\/hook\.yaml, which Helm 3 applies as the chart has it/,
    );
  });

  test('goes on with Helm 4 without a conflict', async () => {
    await own.deployed('moved', chartFiles());
    const { helm } = await ensureTools(['helm']);
    const run = await own.deploy('moved', chartFiles(), {
      inputs: { ...v2.inputs, 'helm-path': helm },
    });
    expect(run.outputs).toMatchObject({ verdict: 'deployed', revision: '2', reason: '' });
    expect(await own.imageOf('moved')).toBe(sampleImage('v2'));
  });
});
