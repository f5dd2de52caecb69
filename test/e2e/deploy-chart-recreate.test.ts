import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { numberAt } from '../../shared/src/json/json.ts';
import { chartFiles } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace } from './support/chart-namespace.ts';
import { sampleImage } from './support/manifest-folder.ts';

let own: ChartNamespace;

beforeAll(async () => {
  own = await chartNamespace('chart-recreate');
});

afterAll(async () => {
  await own.close();
});

/** A Job of the sample application that only tells its version, or that fails. */
function migration(release: string, ...flags: readonly string[]): Record<string, string> {
  const container = {
    name: 'migrate',
    image: sampleImage('v1'),
    command: ['./podinfo', ...flags],
  };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `${release}-migrate` },
    spec: {
      backoffLimit: 0,
      template: { spec: { restartPolicy: 'Never', containers: [container] } },
    },
  };
  return { 'migrate.json': JSON.stringify(job) };
}

function recreated(release: string, ...flags: readonly string[]) {
  return {
    files: migration(release, ...flags),
    inputs: { strategy: 'recreate', migrations: 'migrate.json', images: sampleImage('v2') },
  };
}

async function replicasOf(name: string): Promise<number | undefined> {
  return numberAt(await own.read('apps/v1', 'Deployment', name), 'spec', 'replicas');
}

describe('recreate with a chart', () => {
  test('takes it down, migrates, has Helm upgrade, and tells for how long it was down', async () => {
    await own.deployed('shop', chartFiles());
    const plan = await own.deploy('shop', chartFiles(), {
      files: migration('shop', '--version'),
      inputs: { ...recreated('shop').inputs, 'dry-run': 'true' },
    });
    expect(plan.outputs.verdict).toBe('planned');
    expect(plan.outputs.reason).toMatch(
      /^it would take down Deployment shop .* \(1\) and run Job shop-migrate/,
    );

    const run = await own.deploy('shop', chartFiles(), recreated('shop', '--version'));
    expect(run.outputs).toMatchObject({ verdict: 'deployed', revision: '2' });
    expect(run.outputs.reason).toMatch(/^it was down for /);
    expect(run.stdout).toMatch(
      /scaled to 0: Deployment shop[^]*migrated: Job shop-migrate[^]*helm upgrade --install shop .*--force-conflicts/,
    );
    expect(await own.imageOf('shop')).toBe(sampleImage('v2'));
    expect(await replicasOf('shop')).toBe(1);
    const job = await own.read('batch/v1', 'Job', 'shop-migrate');
    expect(JSON.stringify(job)).toContain(sampleImage('v2'));

    const again = await own.deploy('shop', chartFiles(), recreated('shop', '--version'));
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '2' });
  });

  test('brings up what was there when the migration fails, without a revision of Helm', async () => {
    await own.deployed('broken', chartFiles());
    const run = await own.deploy('broken', chartFiles(), recreated('broken', '--no-such-flag'));
    expect(run.outputs.verdict).toBe('rolled-back');
    expect(run.outputs.reason).toMatch(
      /^the migration failed: .*exit code 2.*; revision 1 runs again; it was down for /,
    );
    expect(await own.imageOf('broken')).toBe(sampleImage('v1'));
    expect(await replicasOf('broken')).toBe(1);
    expect(await own.helmHistory('broken')).toHaveLength(1);
    const next = await own.deployed('broken', chartFiles(), {
      inputs: { images: sampleImage('v2') },
    });
    expect(next.outputs).toMatchObject({ revision: '3', 'previous-revision': '1' });
  });

  test('is taken back when the new version crashes', async () => {
    await own.deployed('crashing', chartFiles());
    const run = await own.deploy('crashing', chartFiles(), {
      inputs: { strategy: 'recreate', images: sampleImage('v2-crash') },
    });
    expect(run.outputs.verdict).toBe('rolled-back');
    expect(run.outputs.reason).toMatch(/exit code .*; revision 1 runs again; it was down for /);
    expect(await own.imageOf('crashing')).toBe(sampleImage('v1'));
    expect(await replicasOf('crashing')).toBe(1);
  });
});
