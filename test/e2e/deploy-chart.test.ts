import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chartFiles } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace } from './support/chart-namespace.ts';
import { sampleImage } from './support/manifest-folder.ts';

let own: ChartNamespace;

beforeAll(async () => {
  own = await chartNamespace('chart');
});

afterAll(async () => {
  await own.close();
});

describe('a chart', () => {
  test('is installed as a release of Helm, does not change what is there, and is upgraded', async () => {
    const first = await own.deployed('web', chartFiles());
    expect(first.outputs).toMatchObject({
      revision: '1',
      'previous-revision': '',
      changes: '{"created":3,"updated":0,"unchanged":0,"deleted":0}',
      images: JSON.stringify([sampleImage('v1')]),
    });
    const [workload] = JSON.parse(first.outputs.workloads ?? '[]') as Record<string, unknown>[];
    expect(workload).toMatchObject({ kind: 'Deployment', name: 'web', ready: true });
    expect(first.stdout).toContain('| Look at web.');
    expect(await own.helm('list', '--short')).toBe('web\n');

    const before = await own.versions();
    const again = await own.deploy('web', chartFiles());
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1', reason: '' });
    expect(await own.versions()).toEqual(before);

    const next = await own.deployed('web', chartFiles(), { inputs: { images: sampleImage('v2') } });
    expect(next.outputs).toMatchObject({
      revision: '2',
      'previous-revision': '1',
      changes: '{"created":0,"updated":1,"unchanged":2,"deleted":0}',
      images: JSON.stringify([sampleImage('v2')]),
    });
    expect(await own.imageOf('web')).toBe(sampleImage('v2'));
    expect(await own.helm('get', 'manifest', 'web')).toContain(sampleImage('v2'));
    const unchanged = await own.deploy('web', chartFiles(), {
      inputs: { images: sampleImage('v2') },
    });
    expect(unchanged.outputs).toMatchObject({ verdict: 'unchanged', revision: '2' });
    expect((await own.helmHistory('web')).map(({ status }) => status)).toEqual([
      'superseded',
      'deployed',
    ]);
  });
});
