import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isOver } from '../../shared/src/release/migrations/decide-migrations.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { migration, openLedger } from './support/migration-job.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { Manifests, ReleaseNamespace } from './support/release-namespace.ts';

const migrations = { migrations: 'migrations.json' };
const countRun = 'echo "$VERSION" >> "$LEDGER"';

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-migrations');
});

afterAll(async () => {
  await own.close();
});

/** A release of one version: its settings, its Deployment and Service, and a migration that reads those. */
function version(name: string, tag: string, job: Parameters<typeof migration>[1]): Manifests {
  const settings = configMap(`${name}-settings`, { VERSION: tag });
  const container = {
    ...job.ledger?.container,
    ...job.container,
    envFrom: [{ configMapRef: { name: `${name}-settings` } }],
  };
  return {
    'app.json': [...application({ name, tag }), settings],
    'migrations.json': [migration(`${name}-migrate`, { ...job, container })],
  };
}

function readJob(name: string) {
  return own.read('batch/v1', 'Job', `${name}-migrate`);
}

describe('a migration', () => {
  test('runs after configuration and before workloads, with its log shown while it runs', async () => {
    const ledger = openLedger();
    const first = version('shown', 'v1', { script: countRun, ledger });
    const run = await own.deploy('shown', first, migrations);
    expectVerdict(run, 'deployed');
    expect(run.outputs.changes).toBe('{"created":4,"updated":0,"unchanged":0,"deleted":0}');
    expect(ledger.lines()).toEqual(['v1']);

    const script = [
      'echo "begins with $VERSION"',
      'echo "::error::no command of the runner"',
      'echo "the word is open-sesame"',
      'busybox sleep 6',
      'echo "ends with $VERSION"',
    ].join('\n');
    const running = own.start('shown', version('shown', 'v2', { script }), {
      ...migrations,
      // Its password is a secret of the run.
      'announce-webhook': 'http://user:open-sesame@127.0.0.1:9/',
    });
    await eventually(
      () => running.output(),
      (output) => output.includes('the word is'),
      60_000,
    );
    const job = await readJob('shown');
    expect([job && isOver(job), await own.imageOf('shown')]).toEqual([false, sampleImage('v1')]);
    const ended = await running.finished;
    expectVerdict(ended, 'deployed');
    expect(ended.outputs.changes).toBe('{"created":0,"updated":3,"unchanged":1,"deleted":0}');
    expect(ended.stdout).toMatch(/\| begins with v2\n/);
    expect(ended.stdout).toMatch(/\| the word is \*\*\*\n/);
    expect(ended.stdout).toMatch(/\| ends with v2\n/);
    expect(ended.stdout).not.toMatch(/^\s*::error::no command/m);
    expect(await own.imageOf('shown')).toBe(sampleImage('v2'));
    expect(ended.summary).toContain('a migration, before workloads change');
  });

  test('runs once a changed release, whatever ran before', async () => {
    const ledger = openLedger();
    const release = (tag: string) => version('once', tag, { script: countRun, ledger });
    expectVerdict(await own.deploy('once', release('v1'), migrations), 'deployed');
    const before = await own.versions();
    const again = await own.deploy('once', release('v1'), migrations);
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1' });
    expect(await own.versions()).toEqual(before);
    expect(ledger.lines()).toEqual(['v1']);

    const dry = await own.deploy('once', release('v2'), { ...migrations, 'dry-run': 'true' });
    expectVerdict(dry, 'planned');
    expect(dry.outputs.changes).toBe('{"created":0,"updated":3,"unchanged":1,"deleted":0}');
    expect(await own.versions()).toEqual(before);

    for (const tag of ['v2', 'v1']) {
      expectVerdict(await own.deploy('once', release(tag), migrations), 'deployed');
    }
    expect(ledger.lines()).toEqual(['v1', 'v2', 'v1']);
    const [, , record] = await own.records('once');
    expect(record?.migrations?.map(({ metadata }) => metadata.name)).toEqual(['once-migrate']);
    expect(record?.objects.map(({ kind }) => kind)).not.toContain('Job');
  });

  test('shows what each life of a container wrote', async () => {
    const ledger = openLedger();
    const script = [
      'if [ -s "$LEDGER" ]; then echo "second life"; exit 0; fi',
      'echo began >> "$LEDGER"',
      'echo "first life"',
      'exit 1',
    ].join('\n');
    const pod = { restartPolicy: 'OnFailure' };
    const release = version('lives', 'v1', { script, ledger, pod, job: { backoffLimit: 2 } });
    const run = await own.deploy('lives', release, migrations);
    expectVerdict(run, 'deployed');
    expect(run.stdout.match(/\| (?:first|second) life$/gm)).toEqual([
      '| first life',
      '| second life',
    ]);
  });

  test('that fails leaves workloads alone and puts configuration back', async () => {
    expectVerdict(
      await own.deploy('bad', version('bad', 'v1', { script: 'true' }), migrations),
      'deployed',
    );
    const before = await own.read('apps/v1', 'Deployment', 'bad');
    const script = 'echo "table users is locked"; exit 3';
    const run = await own.deploy('bad', version('bad', 'v2', { script }), migrations);
    expectVerdict(run, 'rolled-back');
    expect(run.outputs.reason).toMatch(
      /^the migration failed: Job bad-migrate .*exit code 3.*table users is locked; no workload was touched; revision 1 runs again$/,
    );
    const after = await own.read('apps/v1', 'Deployment', 'bad');
    expect(after?.metadata.generation).toBe(before?.metadata.generation);
    expect(await own.read('v1', 'ConfigMap', 'bad-settings')).toMatchObject({
      data: { VERSION: 'v1' },
    });
    const again = await own.deploy('bad', version('bad', 'v1', { script: 'true' }), migrations);
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1' });
  });

  test('that fails at a first release leaves no workload', async () => {
    const script = 'exit 1';
    const run = await own.deploy('none', version('none', 'v1', { script }), migrations);
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toMatch(/^the migration failed: .*first release of its name/);
    expect(await own.read('apps/v1', 'Deployment', 'none')).toBeUndefined();
  });

  test('that does not end is stopped at the timeout', async () => {
    const script = 'echo waiting; busybox sleep 600';
    const run = await own.deploy('slow', version('slow', 'v1', { script }), {
      ...migrations,
      timeout: '15s',
    });
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toMatch(/^the migration failed: Job slow-migrate /);
    expect(await readJob('slow')).toBeUndefined();
  });
});

describe('a run that is killed while a migration is at work', () => {
  /** What runs again is a later attempt of the same run, as GitHub has it. */
  const attempt = { GITHUB_RUN_ATTEMPT: '2' };
  const slow = `${countRun}; echo begins; busybox sleep 5; echo ends >> "$LEDGER"; echo ends`;

  async function killed(name: string, manifests: Manifests): Promise<void> {
    const running = own.start(name, manifests, migrations);
    await eventually(
      () => running.output(),
      (output) => output.includes('| begins'),
      60_000,
    );
    running.process.kill('SIGKILL');
    await running.finished;
  }

  test('is gone on from by the same release, which lets it end and does not start it again', async () => {
    const ledger = openLedger();
    const release = version('joined', 'v1', { script: slow, ledger });
    await killed('joined', release);
    const run = await own.deploy('joined', release, migrations, attempt);
    expectVerdict(run, 'deployed');
    expect(run.stdout).toMatch(/\| ends\n/);
    const again = await own.deploy('joined', release, migrations, attempt);
    expect(again.outputs.verdict).toBe('unchanged');
    expect(ledger.lines()).toEqual(['v1', 'ends']);
  });

  test('is followed by another release only once it has ended', async () => {
    const ledger = openLedger();
    await killed('other', version('other', 'v1', { script: slow, ledger }));
    const next = version('other', 'v2', { script: countRun, ledger });
    expectVerdict(await own.deploy('other', next, migrations, attempt), 'deployed');
    expect(ledger.lines()).toEqual(['v1', 'ends', 'v2']);
  });
});

describe('a migration is refused', () => {
  test.each([
    ['without a name', { metadata: { generateName: 'migrate-' } }, /metadata\.generateName/],
    ['that is suspended', { spec: { suspend: true } }, /is suspended/],
    ['that is no Job', { kind: 'Pod', apiVersion: 'v1' }, /is no Job/],
  ])('%s', async (_, fields, message) => {
    const job = { ...migration('odd', { script: 'true' }), ...fields };
    const run = await own.deploy(
      'odd',
      { 'app.json': application({ name: 'odd', tag: 'v1' }), 'migrations.json': [job] },
      {
        ...migrations,
        manifests: 'app.json',
      },
    );
    expectVerdict(run, 'invalid');
    expect(run.outputs.reason).toMatch(message);
  });

  test('by the server, before anything is written', async () => {
    const broken = version('refused', 'v1', { script: 'true', job: { backoffLimit: -1 } });
    const run = await own.deploy('refused', broken, migrations);
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toMatch(/Job refused-migrate .*backoffLimit/);
    expect(await own.read('v1', 'ConfigMap', 'refused-settings')).toBeUndefined();
    expect(await own.records('refused')).toEqual([]);
  });
});
