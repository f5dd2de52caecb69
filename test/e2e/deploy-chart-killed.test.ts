import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureTools } from '../cluster/index.ts';
import type { RunningBundle } from '../contract/support/run-bundle.ts';
import { chartFiles, hookJob } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace } from './support/chart-namespace.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { sampleImage, workspaceWith } from './support/manifest-folder.ts';
import { testCluster } from './support/test-cluster.ts';

let own: ChartNamespace;

beforeAll(async () => {
  own = await chartNamespace('chart-killed');
});

afterAll(async () => {
  await own.close();
});

/** Runs until it is ended. */
const endless = { event: 'pre', command: ['./podinfo', '--port=9797'] } as const;
const stuck = chartFiles({ files: { 'templates/hook.yaml': hookJob('stuck', endless) } });
const nextAttempt = { environment: { GITHUB_RUN_ATTEMPT: '2' } };

interface StuckRun extends RunningBundle {
  readonly temp: string;
}

/** Starts a run and waits until Helm is at work on its hook. */
async function startStuck(release: string): Promise<StuckRun> {
  const temp = mkdtempSync(path.join(tmpdir(), 'kube-delivery-temp-'));
  const running = own.start(release, stuck, {
    inputs: { images: sampleImage('v2') },
    environment: { RUNNER_TEMP: temp },
  });
  await untilHookRuns(release);
  return { ...running, temp };
}

async function untilHookRuns(release: string): Promise<void> {
  await eventually(
    () => own.read('batch/v1', 'Job', `${release}-stuck`),
    (job) => job !== undefined,
    20_000,
  );
}

/** The programs on this machine that were started for a release. */
function programsOf(release: string): readonly string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const line = readFileSync(path.join('/proc', entry, 'cmdline'), 'utf8');
        return [line.replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes(` upgrade --install ${release} `));
}

/** The folders that a run made for Helm and that are still there. */
function homesOf({ temp }: StuckRun): readonly string[] {
  return readdirSync(temp).filter((name) => name.startsWith('kube-delivery-helm-'));
}

describe('a killed deployment of a chart', () => {
  test('takes its Helm and its kubeconfig along, and the next run undoes it first', async () => {
    await own.deployed('killed', chartFiles());
    const running = await startStuck('killed');
    expect(programsOf('killed')).toHaveLength(1);
    expect(homesOf(running)).toHaveLength(1);
    running.process.kill('SIGKILL');
    await running.finished;
    await eventually(
      () => programsOf('killed').length + homesOf(running).length,
      (left) => left === 0,
    );
    expect((await own.helmHistory('killed')).map(({ status }) => status)).toEqual([
      'deployed',
      'pending-upgrade',
    ]);

    const began = performance.now();
    const run = await own.deploy('killed', chartFiles(), {
      inputs: { images: sampleImage('v2') },
      ...nextAttempt,
    });
    expect(performance.now() - began).toBeLessThan(60_000);
    expect(run.outputs).toMatchObject({ verdict: 'deployed', revision: '3', reason: '' });
    expect(run.stdout).toContain("Helm's revision 2 of release killed is pending-upgrade");
    expect(await own.imageOf('killed')).toBe(sampleImage('v2'));
    expect((await own.helmHistory('killed')).map(({ status }) => status)).toEqual([
      'superseded',
      'pending-upgrade',
      'superseded',
      'deployed',
    ]);
    expect((await own.records('killed')).map(({ outcome }) => outcome)).toEqual([
      'deployed',
      'abandoned',
      'deployed',
    ]);
  });

  test('that was the first of its name is installed anew', async () => {
    const running = await startStuck('unborn');
    running.process.kill('SIGKILL');
    await running.finished;
    expect((await own.helmHistory('unborn')).map(({ status }) => status)).toEqual([
      'pending-install',
    ]);
    const run = await own.deploy('unborn', chartFiles(), nextAttempt);
    expect(run.outputs).toMatchObject({ verdict: 'deployed', revision: '2', reason: '' });
    expect(await own.helmHistory('unborn')).toHaveLength(1);
    expect((await own.records('unborn')).map(({ outcome }) => outcome)).toEqual([
      'abandoned',
      'deployed',
    ]);
  });

  test('is planned by a dry run, which leaves it as it is', async () => {
    await own.deployed('looked-at', chartFiles());
    const running = await startStuck('looked-at');
    running.process.kill('SIGKILL');
    await running.finished;
    const before = await own.versions();
    const run = await own.deploy('looked-at', chartFiles(), {
      inputs: { images: sampleImage('v2'), 'dry-run': 'true' },
    });
    expect(run.outputs).toMatchObject({
      verdict: 'planned',
      changes: '{"created":0,"updated":1,"unchanged":2,"deleted":0}',
    });
    expect(await own.versions()).toEqual(before);
  });
});

test('a cancelled deployment interrupts its Helm and leaves nothing behind', async () => {
  await own.deployed('cancelled', chartFiles());
  const running = await startStuck('cancelled');
  running.process.kill('SIGINT');
  const run = await running.finished;
  expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'interrupted']);
  expect(programsOf('cancelled')).toEqual([]);
  expect(homesOf(running)).toEqual([]);
  expect((await own.helmHistory('cancelled')).map(({ status }) => status)).toEqual([
    'deployed',
    'failed',
  ]);
  const again = await own.deploy('cancelled', chartFiles(), nextAttempt);
  expect(again.outputs).toMatchObject({ verdict: 'deployed', revision: '3' });
});

test('an upgrade by somebody else is respected, and undone when it has not moved for ten minutes', async () => {
  await own.deployed('foreign', chartFiles());
  const folder = workspaceWith(stuck);
  const { helm } = await ensureTools(['helm']);
  const connection = ['--kubeconfig', testCluster().kubeconfig, '--namespace', own.namespace];
  const foreign = spawn(helm, ['upgrade', 'foreign', folder, ...connection], { stdio: 'ignore' });
  const ended = once(foreign, 'exit');
  try {
    await untilHookRuns('foreign');
    const early = await own.deploy('foreign', chartFiles());
    expect(early.outputs.verdict).toBe('conflict');
    expect(early.outputs.reason).toMatch(
      /Helm's revision 2 of release foreign is pending-upgrade since/,
    );
    expect(await own.records('foreign')).toHaveLength(1);
  } finally {
    foreign.kill('SIGKILL');
    await ended;
  }

  const name = 'sh.helm.release.v1.foreign.v2';
  const longAgo = String(Math.floor(Date.now() / 1000) - 11 * 60);
  const path = '/metadata/labels/modifiedAt';
  await own.cluster.patch(
    { apiVersion: 'v1', kind: 'Secret', name },
    [{ op: 'add', path, value: longAgo }],
    { signal: deadline() },
  );
  const late = await own.deploy('foreign', chartFiles(), { inputs: { images: sampleImage('v2') } });
  expect(late.outputs).toMatchObject({ verdict: 'deployed', revision: '2' });
  expect(await own.imageOf('foreign')).toBe(sampleImage('v2'));
});
