import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cancelAsRunner } from './support/cancel-as-runner.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { writesOf } from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { Inputs, ReleaseNamespace } from './support/release-namespace.ts';
import { slowApplication } from './support/slow-app.ts';
import { throughFaults } from './support/through-faults.ts';

const longest = 120_000;
let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-faults-cancel');
});

afterAll(async () => {
  await own.close();
});

const attempt = (number: string): Inputs => ({
  GITHUB_RUN_ID: '77',
  GITHUB_RUN_ATTEMPT: number,
  GITHUB_JOB: 'ship',
});

const never = (): Promise<never> => new Promise(() => undefined);

/** Keeps the nth request that matches, and all like it after that; resolves when it has come. */
function holdFrom(proxy: FaultProxy, nth: number, pattern: RegExp): Promise<undefined> {
  const held = Promise.withResolvers<undefined>();
  let seen = 0;
  proxy.spoil((asked) => {
    if (!pattern.test(asked)) return undefined;
    seen += 1;
    if (seen < nth) return undefined;
    held.resolve(undefined);
    return { kind: 'hold', until: never };
  });
  return held.promise;
}

const lasting = (what: string): RegExp => new RegExp(`^PATCH [^?]*/${what}\\?(?!.*dryRun)`);

const outcomes = async (release: string): Promise<readonly string[]> =>
  (await own.records(release)).map(({ outcome }) => outcome);

const leaseOf = (release: string) =>
  own.read('coordination.k8s.io/v1', 'Lease', `kube-delivery-release-${release}`);

describe('fault 9: the job is cancelled', () => {
  test.concurrent(
    'before the first write: nothing is written, and the same command deploys',
    () =>
      throughFaults(own, async ({ proxy, start, deploy }) => {
        const objects = [configMap('before', { a: '1' })];
        const held = holdFrom(proxy, 1, /^PATCH .*configmaps\/before\?.*dryRun/);
        const running = start('before', objects, {}, attempt('1'));
        await held;
        const { run, endedBy } = await cancelAsRunner(running);
        expect(endedBy).toBe('SIGINT');
        expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'interrupted']);
        expect(writesOf(proxy)).toEqual([]);
        expect(await own.read('v1', 'ConfigMap', 'before')).toBeUndefined();
        expect(await outcomes('before')).toEqual([]);
        expect(await leaseOf('before')).toBeUndefined();
        proxy.spoil(() => undefined);
        const again = await deploy('before', objects, {}, attempt('2'));
        expect(again.outputs).toMatchObject({ verdict: 'deployed', revision: '1' });
      }),
    longest,
  );

  test.concurrent(
    'during the apply: no new write begins, and the same command deploys',
    () =>
      throughFaults(own, async ({ proxy, start, deploy }) => {
        await own.deployed('amid', [
          configMap('amid', { a: '1' }),
          ...application({ name: 'amid', tag: 'v1' }),
        ]);
        const next = [configMap('amid', { a: '2' }), ...application({ name: 'amid', tag: 'v2' })];
        const held = holdFrom(proxy, 1, lasting('configmaps/amid'));
        const running = start('amid', next, {}, attempt('1'));
        await held;
        const before = writesOf(proxy).length;
        const { run, endedBy } = await cancelAsRunner(running);
        expect(endedBy).toBe('SIGINT');
        expect(run.outputs.verdict).toBe('interrupted');
        expect(writesOf(proxy)).toHaveLength(before);
        expect(await own.imageOf('amid')).toBe(sampleImage('v1'));
        expect(await outcomes('amid')).toEqual(['deployed', 'pending']);
        proxy.spoil(() => undefined);
        const again = await deploy('amid', next, {}, attempt('2'));
        expect(again.outputs).toMatchObject({ verdict: 'deployed', revision: '3' });
        expect(await own.imageOf('amid')).toBe(sampleImage('v2'));
        expect(await outcomes('amid')).toEqual(['deployed', 'abandoned', 'deployed']);
      }),
    longest,
  );

  test.concurrent(
    'while the API server answers nothing at all: it is gone before KILL all the same',
    () =>
      throughFaults(own, async ({ proxy, start, deploy }) => {
        const objects = [configMap('deaf', { a: '1' })];
        const held = holdFrom(proxy, 1, lasting('configmaps/deaf'));
        const running = start('deaf', objects, {}, attempt('1'));
        await held;
        proxy.spoil(() => ({ kind: 'hold', until: never }));
        const { run, endedBy } = await cancelAsRunner(running);
        expect(endedBy).not.toBe('SIGKILL');
        expect(run.outputs.verdict).toBe('interrupted');
        proxy.spoil(() => undefined);
        const again = await deploy('deaf', objects, {}, attempt('2'));
        expect(again.outputs).toMatchObject({ verdict: 'deployed', revision: '2' });
      }),
    longest,
  );

  test.concurrent(
    'during the wait: the release is left as it is, and the same command sees it ready',
    async () => {
      await own.deployed('wait', application({ name: 'wait', tag: 'v1' }));
      const next = slowApplication({ name: 'wait', tag: 'v2' }, 5);
      const running = own.start('wait', next, {}, attempt('1'));
      await eventually(
        () => own.imageOf('wait'),
        (image) => image === sampleImage('v2'),
        20_000,
      );
      const { run, endedBy } = await cancelAsRunner(running);
      expect(endedBy).toBe('SIGINT');
      expect(run.outputs.verdict).toBe('interrupted');
      expect(run.stdout).toMatch(/::error::deploy: interrupted: .*Run the job again/);
      expect(await outcomes('wait')).toEqual(['deployed', 'pending']);
      expect(await leaseOf('wait')).toBeUndefined();
      const again = await own.deploy('wait', next, {}, attempt('2'));
      expect(again.outputs).toMatchObject({ verdict: 'deployed', revision: '3' });
      expect(await outcomes('wait')).toEqual(['deployed', 'abandoned', 'deployed']);
    },
    longest,
  );

  test.concurrent(
    'during the rollback: the same command undoes the bad release to its end',
    () =>
      throughFaults(own, async ({ proxy, start, deploy }) => {
        await own.deployed('undo', application({ name: 'undo', tag: 'v1' }));
        const bad = [configMap('undo', {}), ...application({ name: 'undo', tag: 'none' })];
        const held = holdFrom(proxy, 2, lasting('deployments/undo'));
        const running = start('undo', bad, {}, attempt('1'));
        await held;
        const { run, endedBy } = await cancelAsRunner(running);
        expect(endedBy).toBe('SIGINT');
        expect(run.outputs.verdict).toBe('interrupted');
        expect(await own.imageOf('undo')).toBe(sampleImage('none'));
        proxy.spoil(() => undefined);
        const again = await deploy('undo', bad, {}, attempt('2'));
        expectVerdict(again, 'rolled-back');
        expect(await own.imageOf('undo')).toBe(sampleImage('v1'));
        // Made by the run that was cancelled, and undone all the same.
        expect(await own.read('v1', 'ConfigMap', 'undo')).toBeUndefined();
        expect(await outcomes('undo')).toEqual(['deployed', 'abandoned', 'rolled-back']);
      }),
    longest,
  );
});

describe('fault 10: the runner dies during the wait', () => {
  test.concurrent.each([
    ['the next attempt of the run goes on at once', '77', '2', 20_000],
    ['another run goes on when the lock has expired', '78', '1', 90_000],
  ])(
    '%s',
    async (_, id, number, soon) => {
      const name = `dead-${id}`;
      await own.deployed(name, application({ name, tag: 'v1' }));
      const next = slowApplication({ name, tag: 'v2' }, 5);
      const running = own.start(name, next, {}, attempt('1'));
      await eventually(
        () => own.imageOf(name),
        (image) => image === sampleImage('v2'),
        20_000,
      );
      running.process.kill('SIGKILL');
      const killed = performance.now();
      await running.finished;
      const environment = { ...attempt(number), GITHUB_RUN_ID: id };
      const again = await own.deploy(name, next, { 'lock-timeout': '90s' }, environment);
      expect(again.outputs).toMatchObject({ verdict: 'deployed', revision: '3' });
      expect(performance.now() - killed).toBeLessThan(soon);
      expect(await own.imageOf(name)).toBe(sampleImage('v2'));
      expect(await outcomes(name)).toEqual(['deployed', 'abandoned', 'deployed']);
      expect(await leaseOf(name)).toBeUndefined();
    },
    longest,
  );
});
