import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { numberAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { migration } from './support/migration-job.ts';
import type { TestMigration } from './support/migration-job.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { Inputs, Manifests, ReleaseNamespace } from './support/release-namespace.ts';
import { rollBack } from './support/rollback-run.ts';
import { unscaledApplication } from './support/unscaled-app.ts';
import { startWebhook } from './support/webhook.ts';

const recreate: Inputs = { strategy: 'recreate' };
const migrating: Inputs = { ...recreate, migrations: 'migrations.json' };
const good: TestMigration = { script: 'echo migrated' };
const bad: TestMigration = { script: 'echo "no such table"; exit 4' };

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-recreate');
});

afterAll(async () => {
  await own.close();
});

/** A release with settings, a Deployment of two pods unless said, and a migration. */
function version(
  name: string,
  tag: string,
  {
    job = good,
    replicas = 2,
    more = [],
  }: { job?: TestMigration; replicas?: number; more?: readonly object[] } = {},
): Manifests {
  return {
    'app.json': [
      ...application({ name, tag, replicas }),
      configMap(`${name}-settings`, { tag }),
      ...more,
    ],
    'migrations.json': [migration(`${name}-migrate`, job)],
  };
}

function autoscaler(name: string): object {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 2,
      maxReplicas: 4,
    },
  };
}

async function podsOf(app: string): Promise<readonly string[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${app}` };
  return (await own.cluster.list(query, deadline())).map(({ metadata }) => metadata.name);
}

async function replicasOf(name: string): Promise<number | undefined> {
  return numberAt(await own.read('apps/v1', 'Deployment', name), 'spec', 'replicas');
}

async function scale(name: string, replicas: number): Promise<void> {
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  await own.cluster.patch(reference, [{ op: 'add', path: '/spec/replicas', value: replicas }], {
    signal: deadline(),
  });
  await eventually(
    () => podsOf(name),
    (pods) => pods.length === replicas,
    30_000,
  );
}

describe('recreate', () => {
  test('takes the pods down, migrates, brings the new version up and says for how long', async () => {
    expectVerdict(await own.deploy('shop', version('shop', 'v1'), migrating), 'deployed');
    const heard: number[] = [];
    const webhook = await startWebhook('/services/a-long-secret-token', {
      heard: () => heard.push(performance.now()),
    });
    try {
      const job = { script: 'echo migrating; busybox sleep 3' };
      const running = own.start('shop', version('shop', 'v2', { job }), {
        ...migrating,
        'announce-webhook': webhook.url,
      });
      await eventually(
        () => running.output(),
        (output) => output.includes('| migrating'),
        60_000,
      );
      expect(await podsOf('shop')).toEqual([]);
      expect(webhook.told).toMatchObject([{ event: 'down', release: 'shop', revision: 2 }]);
      const run = await running.finished;
      expectVerdict(run, 'deployed');
      expect(run.outputs.reason).toMatch(/^it was down for \d+(?:\.\d)?s$/);
      const { downtimeSeconds } = run.report as { downtimeSeconds: number };
      // The migration alone takes 3 s.
      expect(downtimeSeconds).toBeGreaterThan(3);
      // It begins after it was announced, and is over when its end is.
      const [down = 0, up = 0] = heard;
      expect(downtimeSeconds).toBeLessThan((up - down) / 1000 + 0.1);
      expect(run.summary).toContain('Downtime: ');
      expect(webhook.told).toMatchObject([
        { event: 'down', namespace: own.namespace, previousRevision: 1 },
        { event: 'up', revision: 2, verdict: 'deployed', downtimeSeconds },
      ]);
      expect(run.stdout + JSON.stringify(run.report)).not.toMatch(
        /^(?!::add-mask::).*a-long-secret-token/m,
      );
      expect([await own.imageOf('shop'), await replicasOf('shop')]).toEqual([sampleImage('v2'), 2]);

      const before = await own.versions();
      const again = await own.deploy('shop', version('shop', 'v2', { job }), {
        ...migrating,
        'announce-webhook': webhook.url,
      });
      expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '2' });
      expect(await own.versions()).toEqual(before);
      expect(webhook.told).toHaveLength(2);
    } finally {
      await webhook.close();
    }
  });

  test('gives an autoscaled and an unnamed workload back the replicas that they had', async () => {
    const release = (tag: string) => [
      ...application({ name: 'scaled', tag, replicas: 1 }),
      autoscaler('scaled'),
      ...unscaledApplication({ name: 'free', tag }),
      ...application({ name: 'same', tag: 'v1', replicas: 1 }),
    ];
    expectVerdict(await own.deploy('mixed', release('v1'), recreate), 'deployed');
    await scale('scaled', 3);
    await scale('free', 2);
    const [unchanged] = await podsOf('same');
    const run = await own.deploy('mixed', release('v2'), recreate);
    expectVerdict(run, 'deployed');
    expect([await replicasOf('scaled'), await replicasOf('free')]).toEqual([3, 2]);
    expect([await own.imageOf('scaled'), await own.imageOf('free')]).toEqual([
      sampleImage('v2'),
      sampleImage('v2'),
    ]);
    // Its pods do not change, and nothing migrates.
    expect(await podsOf('same')).toEqual([unchanged]);
    const [, record] = await own.records('mixed');
    expect(
      record?.scaledDown?.map(({ reference, replicas }) => [reference.name, replicas]).sort(),
    ).toEqual([
      ['free', 2],
      ['scaled', 3],
    ]);
  });

  test('only says with dry-run what it would take down', async () => {
    expectVerdict(await own.deploy('dry', version('dry', 'v1'), migrating), 'deployed');
    const [before, pods] = [await own.versions(), await podsOf('dry')];
    const run = await own.deploy('dry', version('dry', 'v2'), { ...migrating, 'dry-run': 'true' });
    expectVerdict(run, 'planned');
    expect(run.outputs.reason).toMatch(
      /^it would take down Deployment dry .*\(2\) and run Job dry-migrate/,
    );
    expect(await own.versions()).toEqual(before);
    expect(await podsOf('dry')).toEqual(pods);
  });

  test('goes on when nobody listens to its webhook', async () => {
    expectVerdict(await own.deploy('alone', version('alone', 'v1'), migrating), 'deployed');
    const heard: number[] = [];
    const webhook = await startWebhook('/hook', {
      silent: true,
      heard: () => heard.push(performance.now()),
    });
    try {
      const run = await own.deploy('alone', version('alone', 'v2'), {
        ...migrating,
        'announce-webhook': webhook.url,
      });
      expectVerdict(run, 'deployed');
      expect(heard).toHaveLength(2);
      expect(run.stdout).toMatch(/::warning::The announce-webhook at .* did not take "down": .*5s/);
      // The 5 s of waiting for the first answer are over before the pods go down.
      const [down = 0, up = 0] = heard;
      const { downtimeSeconds } = run.report as { downtimeSeconds: number };
      expect(downtimeSeconds).toBeGreaterThan(0);
      expect(downtimeSeconds).toBeLessThan((up - down) / 1000 - 4.9);
    } finally {
      await webhook.close();
    }
  });
});

describe('a migration that fails while the release is down', () => {
  test('brings the old version back with the replicas that it had', async () => {
    expectVerdict(await own.deploy('back', version('back', 'v1'), migrating), 'deployed');
    await scale('back', 3);
    const webhook = await startWebhook('/hook');
    try {
      const run = await own.deploy('back', version('back', 'v2', { job: bad }), {
        ...migrating,
        'announce-webhook': webhook.url,
      });
      expectVerdict(run, 'rolled-back');
      expect(run.outputs.reason).toMatch(
        /^the migration failed: Job back-migrate .*exit code 4.*no such table; revision 1 runs again; it was down for/,
      );
      expect(webhook.told).toMatchObject([
        { event: 'down' },
        { event: 'failed', verdict: 'rolled-back' },
      ]);
    } finally {
      await webhook.close();
    }
    expect([await own.imageOf('back'), await replicasOf('back')]).toEqual([sampleImage('v1'), 3]);
    expect(await own.read('v1', 'ConfigMap', 'back-settings')).toMatchObject({
      data: { tag: 'v1' },
    });
    await eventually(
      () => podsOf('back'),
      (pods) => pods.length === 3,
    );
  });

  test.each([
    [
      'forth',
      (way: string) => own.deploy(way, unscaledApplication({ name: way, tag: 'v1' })),
      'deployed',
    ],
    ['home', (way: string) => rollBack(own.namespace, { release: way }), 'rolled-back'],
  ])('leaves it down with hold; the way %s brings its pods up', async (way, go, verdict) => {
    expectVerdict(
      await own.deploy(way, unscaledApplication({ name: way, tag: 'v1' }), recreate),
      'deployed',
    );
    await scale(way, 2);
    const next = {
      'app.json': unscaledApplication({ name: way, tag: 'v2' }),
      'migrations.json': [migration(`${way}-migrate`, bad)],
    };
    const held = await own.deploy(way, next, { ...migrating, 'on-migration-failure': 'hold' });
    expectVerdict(held, 'failed');
    expect(held.outputs.reason).toMatch(/on-migration-failure is hold.*stay at 0 pods.*\(2\)$/);
    expect([await replicasOf(way), await podsOf(way)]).toEqual([0, []]);
    expect(held.report).toMatchObject({ downtimeSeconds: null });

    const canary = await own.deploy(way, unscaledApplication({ name: way, tag: 'v2' }), {
      strategy: 'canary',
    });
    expectVerdict(canary, 'failed');
    expect(canary.outputs.reason).toMatch(/taken down by strategy recreate/);

    expectVerdict(await go(way), verdict);
    expect([await replicasOf(way), (await podsOf(way)).length]).toEqual([2, 2]);
    expect(await own.imageOf(way)).toBe(sampleImage('v1'));
  });

  test('brings back what another tool had deployed, where there is no good revision', async () => {
    for (const object of application({ name: 'adopted', tag: 'v1' })) {
      await own.cluster.create(object as never, { signal: deadline() });
    }
    await eventually(
      () => podsOf('adopted'),
      (pods) => pods.length === 1,
    );
    const run = await own.deploy('adopted', version('adopted', 'v2', { job: bad }), {
      ...migrating,
      'force-conflicts': 'true',
    });
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toMatch(
      /first release.*was given back the pods that it had: .*\(1\)/,
    );
    expect([await own.imageOf('adopted'), await replicasOf('adopted')]).toEqual([
      sampleImage('v1'),
      1,
    ]);
  });
});

test('a new version that does not come up is undone', async () => {
  expectVerdict(await own.deploy('crash', version('crash', 'v1'), migrating), 'deployed');
  const run = await own.deploy('crash', version('crash', 'v2-crash'), migrating);
  expectVerdict(run, 'rolled-back');
  expect(run.outputs.reason).toMatch(
    /Deployment crash .*exit code.*revision 1 runs again; it was down/,
  );
  expect([await own.imageOf('crash'), await replicasOf('crash')]).toEqual([sampleImage('v1'), 2]);
});

test('a StatefulSet whose volumes would go with its pods is not taken down', async () => {
  const set = (tag: string) => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'store' },
    spec: {
      serviceName: 'store',
      replicas: 0,
      selector: { matchLabels: { app: 'store' } },
      persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
        },
      ],
      template: {
        metadata: { labels: { app: 'store' } },
        spec: { containers: [{ name: 'app', image: sampleImage(tag) }] },
      },
    },
  });
  expectVerdict(await own.deploy('store', [set('v1')]), 'deployed');
  await own.cluster.patch(
    { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'store' },
    [{ op: 'replace', path: '/spec/replicas', value: 1 }],
    { signal: deadline() },
  );
  const run = await own.deploy('store', [set('v2')], recreate);
  expectVerdict(run, 'failed');
  expect(run.outputs.reason).toMatch(/StatefulSet store .*whenScaled is Delete/);
  const after = await own.read('apps/v1', 'StatefulSet', 'store');
  expect(numberAt(after, 'spec', 'replicas')).toBe(1);
});
