import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chartFiles, hookJob } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace } from './support/chart-namespace.ts';
import { sampleImage } from './support/manifest-folder.ts';

let own: ChartNamespace;

beforeAll(async () => {
  own = await chartNamespace('chart-bad');
});

afterAll(async () => {
  await own.close();
});

const crashing = { inputs: { images: sampleImage('v2-crash') } };

describe('a chart that does not become good', () => {
  test('is taken back by helm rollback when its image crashes', async () => {
    await own.deployed('crash', chartFiles());
    const run = await own.deploy('crash', chartFiles(), crashing);
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'rolled-back', revision: '2' });
    expect(run.outputs.reason).toMatch(
      /Deployment crash .*exit code \d+.*last line of its log: .*podinfo.*; revision 1 runs again/,
    );
    expect(await own.imageOf('crash')).toBe(sampleImage('v1'));
    const history = await own.helmHistory('crash');
    expect(history.map(({ status }) => status)).toEqual(['superseded', 'superseded', 'deployed']);
    expect((await own.records('crash')).map(({ outcome, helm }) => [outcome, helm])).toEqual([
      ['deployed', { revision: 1, chart: 'shop-1.0.0' }],
      ['rolled-back', { revision: 3, chart: 'shop-1.0.0' }],
    ]);

    const again = await own.deploy('crash', chartFiles());
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1' });
    expect(await own.helmHistory('crash')).toHaveLength(3);

    const third = await own.deploy('crash', chartFiles(), crashing);
    expect(third.outputs).toMatchObject({ verdict: 'rolled-back', revision: '3' });
    expect(await own.imageOf('crash')).toBe(sampleImage('v1'));
  });

  test('is left for looking at when it is the first, or when that is asked for', async () => {
    const first = await own.deploy('first', chartFiles(), crashing);
    expect(first.outputs.verdict).toBe('failed');
    expect(first.outputs.reason).toMatch(/first release of its name.*left for looking at/);
    expect(await own.imageOf('first')).toBe(sampleImage('v2-crash'));

    const still = await own.deploy('first', chartFiles(), crashing);
    expect(still.outputs.verdict).toBe('failed');
    expect(still.outputs.reason).toMatch(/first release of its name/);

    await own.deployed('first', chartFiles());
    const held = await own.deploy('first', chartFiles(), {
      inputs: { ...crashing.inputs, 'on-failure': 'hold' },
    });
    expect(held.outputs.verdict).toBe('failed');
    expect(await own.imageOf('first')).toBe(sampleImage('v2-crash'));
    const back = await own.deploy('first', chartFiles(), {
      inputs: { images: sampleImage('v2-crash'), 'on-failure': 'rollback' },
    });
    expect(back.outputs.verdict).toBe('rolled-back');
    expect(await own.imageOf('first')).toBe(sampleImage('v1'));
  });

  test('tells why a hook failed with its log, although Helm deletes its pod', async () => {
    await own.deployed('hooked', chartFiles());
    const hook = hookJob('migrate', {
      event: 'pre',
      command: ['./podinfo', '--no-such-flag'],
      deletePolicy: 'before-hook-creation,hook-failed',
    });
    const chart = chartFiles({ files: { 'templates/hook.yaml': hook } });
    const run = await own.deploy('hooked', chart, { inputs: { images: sampleImage('v2') } });
    expect(run.outputs.verdict).toBe('rolled-back');
    expect(run.outputs.reason).toMatch(
      /a hook of helm upgrade failed: Job hooked-migrate .*exit code 2; last line of its log: .*; revision 1 runs again/,
    );
    expect(run.summary).toContain('no-such-flag');
    expect(await own.imageOf('hooked')).toBe(sampleImage('v1'));
    expect((await own.helmHistory('hooked')).map(({ status }) => status)).toEqual([
      'superseded',
      'failed',
      'deployed',
    ]);
  });

  test('does not wait for a hook whose image cannot be pulled', async () => {
    const began = performance.now();
    const hook = hookJob('pull', { event: 'post', command: ['x'], image: sampleImage('none') });
    const chart = chartFiles({ files: { 'templates/hook.yaml': hook } });
    const run = await own.deploy('pull', chart);
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(run.outputs.verdict).toBe('failed');
    expect(run.outputs.reason).toMatch(
      /a hook of helm upgrade failed: Job pull-pull .*podinfo:none.*(ErrImagePull|ImagePullBackOff)/,
    );
    expect((await own.helmHistory('pull')).map(({ status }) => status)).toEqual(['failed']);
  });

  test('whose hook succeeds runs it with the image that was asked for', async () => {
    const hook = hookJob('note', { event: 'pre', command: ['./podinfo', '--version'] });
    const chart = chartFiles({ files: { 'templates/hook.yaml': hook } });
    await own.deployed('noted', chart, { inputs: { images: sampleImage('v2') } });
    const job = await own.read('batch/v1', 'Job', 'noted-note');
    expect(JSON.stringify(job)).toContain(sampleImage('v2'));
    const hooks = await own.helm('get', 'hooks', 'noted');
    expect(hooks).toContain('shop/templates/hook.yaml');
    expect(hooks).toContain(sampleImage('v2'));
    const again = await own.deploy('noted', chart, { inputs: { images: sampleImage('v2') } });
    expect(again.outputs.verdict).toBe('unchanged');
  });
});
