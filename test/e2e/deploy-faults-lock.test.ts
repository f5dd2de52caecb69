import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunningBundle } from '../contract/support/run-bundle.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { writesOf } from './support/fault-proxy.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { Inputs, ReleaseNamespace } from './support/release-namespace.ts';
import { slowApplication } from './support/slow-app.ts';
import { throughFaults } from './support/through-faults.ts';

const longest = 120_000;
let own: ReleaseNamespace;
const running: RunningBundle[] = [];

beforeAll(async () => {
  own = await releaseNamespace('deploy-faults-lock');
});

afterAll(async () => {
  for (const { process } of running) process.kill('SIGKILL');
  await own.close();
});

const runOf = (id: string, attempt = '1'): Inputs => ({
  GITHUB_RUN_ID: id,
  GITHUB_RUN_ATTEMPT: attempt,
  GITHUB_JOB: 'ship',
  GITHUB_SERVER_URL: 'https://ci.example',
});

const until = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const patient = { 'lock-timeout': '90s' };

describe('fault 12: several deploys of one release at once', () => {
  test.concurrent(
    'do not mix their writes, and all get their turn',
    async () => {
      const names = ['a', 'b', 'c'];
      const objects = (by: string) => names.map((name) => configMap(`turn-${name}`, { by }));
      const spans = await Promise.all(
        ['11', '12', '13', '14'].map((id) =>
          throughFaults(own, async ({ proxy, deploy }) => {
            // So slow that two at once would be seen.
            proxy.spoil((asked) =>
              asked.startsWith('PATCH') ? { kind: 'hold', until: () => until(150) } : undefined,
            );
            expectVerdict(await deploy('turn', objects(id), patient, runOf(id)), 'deployed');
            const times = writesOf(proxy).map(({ at }) => at);
            expect(times.length).toBeGreaterThanOrEqual(names.length + 2);
            return { id, from: Math.min(...times), to: Math.max(...times) };
          }),
        ),
      );
      const inOrder = [...spans].sort((one, other) => one.from - other.from);
      inOrder.slice(1).forEach((span, index) => {
        expect(span.from).toBeGreaterThan(inOrder[index]?.to ?? Infinity);
      });
      const records = await own.records('turn');
      expect(records.map(({ revision, outcome, run }) => [revision, outcome, run.id])).toEqual(
        inOrder.map(({ id }, index) => [index + 1, 'deployed', id]),
      );
      for (const name of names) {
        expect(await own.read('v1', 'ConfigMap', `turn-${name}`)).toMatchObject({
          data: { by: inOrder.at(-1)?.id },
        });
      }
    },
    longest,
  );

  test.concurrent(
    'the one that may not wait says who holds the lock; the one that may waits',
    async () => {
      const app = (tag: string) => slowApplication({ name: 'queue', tag }, 4);
      const first = own.start('queue', app('v1'), {}, runOf('21'));
      running.push(first);
      await eventually(
        () => own.imageOf('queue'),
        (image) => image === sampleImage('v1'),
        20_000,
      );
      const second = own.start('queue', app('v2'), patient, runOf('22'));
      running.push(second);
      const third = await own.deploy('queue', app('v2'), {}, runOf('23'));
      expect([third.exitCode, third.outputs.verdict]).toEqual([1, 'conflict']);
      expect(third.outputs.reason).toMatch(
        /lock of release queue is held by run 21 attempt 1, job ship \(https:\/\/ci\.example\/.*21\)/,
      );
      expectVerdict(await first.finished, 'deployed');
      expectVerdict(await second.finished, 'deployed');
      expect(await own.imageOf('queue')).toBe(sampleImage('v2'));
    },
    longest,
  );
});

describe('fault 13: the lock is lost while its holder is stopped', () => {
  test.concurrent(
    'in the wait: it does not take the other’s release for its own, and writes nothing more',
    () =>
      throughFaults(own, async ({ proxy, start }) => {
        const first = start(
          'stop',
          slowApplication({ name: 'stop', tag: 'v1' }, 10),
          {},
          runOf('31'),
        );
        running.push(first);
        await eventually(
          () => own.imageOf('stop'),
          (image) => image === sampleImage('v1'),
          20_000,
        );
        first.process.kill('SIGSTOP');
        const app = application({ name: 'stop', tag: 'v2' });
        const other = await own.deploy('stop', app, patient, runOf('32'));
        expectVerdict(other, 'deployed');
        expect(other.stdout).toMatch(/taken over from run 31.*no longer renewed/);
        const before = writesOf(proxy).length;
        first.process.kill('SIGCONT');
        const run = await first.finished;
        expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
        expect(run.outputs.reason).toMatch(/lock of release stop was lost/);
        expect(writesOf(proxy).slice(before)).toEqual([]);
        expect(await own.imageOf('stop')).toBe(sampleImage('v2'));
        expect((await own.records('stop')).map(({ outcome }) => outcome)).toEqual([
          'abandoned',
          'deployed',
        ]);
      }),
    longest,
  );

  test.concurrent(
    'between two writes: the rest is not written',
    () =>
      throughFaults(own, async ({ proxy, start }) => {
        const objects = (by: string): readonly object[] => [
          configMap('half', { by }),
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: 'half' },
            spec: { ports: [{ port: 80 }], selector: { by } },
          },
        ];
        const going = Promise.withResolvers<undefined>();
        const held = Promise.withResolvers<undefined>();
        proxy.spoil((asked) => {
          if (!/^PATCH .*configmaps\/half\?(?!.*dryRun)/.test(asked)) return undefined;
          held.resolve(undefined);
          return { kind: 'hold', until: () => going.promise };
        });
        const first = start('half', objects('first'), {}, runOf('41'));
        running.push(first);
        await held.promise;
        first.process.kill('SIGSTOP');
        going.resolve(undefined);
        const second = await own.deploy('half', objects('second'), patient, runOf('42'));
        expectVerdict(second, 'deployed');
        const before = writesOf(proxy).length;
        first.process.kill('SIGCONT');
        const run = await first.finished;
        expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
        expect(run.outputs.reason).toMatch(/lock of release half was lost/);
        expect(writesOf(proxy).slice(before)).toEqual([]);
        for (const [kind, field] of [
          ['ConfigMap', 'data'],
          ['Service', 'spec'],
        ] as const) {
          const object = await own.read('v1', kind, 'half');
          expect(JSON.stringify(object?.[field])).toContain('"by":"second"');
        }
      }),
    longest,
  );
});

test.concurrent(
  'fault 14: the same job run again writes nothing',
  () =>
    throughFaults(own, async ({ proxy, deploy }) => {
      const versions = async () => (await own.versions()).filter((each) => each.includes('again'));
      const app = [...application({ name: 'again', tag: 'v1' }), configMap('again', { a: '1' })];
      expectVerdict(await deploy('again', app, {}, runOf('51')), 'deployed');
      const before = await versions();
      const written = writesOf(proxy).length;
      const again = await deploy('again', app, {}, runOf('51', '2'));
      expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1', reason: '' });
      expect(writesOf(proxy)).toHaveLength(written);
      expect(await versions()).toEqual(before);
    }),
  longest,
);

test.concurrent(
  'fault 15: an older run that had to wait for a newer one does not put its commit over it',
  async () => {
    const commit = (id: string): Inputs => ({
      ...runOf(id),
      GITHUB_RUN_NUMBER: id,
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: id.repeat(20),
    });
    const newer = own.start(
      'stale',
      slowApplication({ name: 'stale', tag: 'v2' }, 4),
      {},
      commit('62'),
    );
    running.push(newer);
    await eventually(
      () => own.imageOf('stale'),
      (image) => image === sampleImage('v2'),
      20_000,
    );
    const app = application({ name: 'stale', tag: 'v1' });
    const older = own.start('stale', app, patient, commit('61'));
    running.push(older);
    expectVerdict(await newer.finished, 'deployed');
    // The lock is the older run's by then.
    const versions = async () =>
      (await own.versions()).filter((each) => /^(?!Lease).*stale/.test(each));
    const before = await versions();
    const refused = await older.finished;
    expectVerdict(refused, 'conflict');
    expect(refused.exitCode).toBe(1);
    expect(refused.outputs.reason).toMatch(/61616161.* is older than .*62626262/);
    expect(refused.stdout).toMatch(/::error::deploy: conflict: .*allow-older/);
    expect(await versions()).toEqual(before);
    const wanted = await own.deploy('stale', app, { 'allow-older': 'true' }, commit('61'));
    expectVerdict(wanted, 'deployed');
  },
  longest,
);
