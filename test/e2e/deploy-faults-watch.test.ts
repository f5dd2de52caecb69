import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import type { Fault } from './support/fault-proxy.ts';
import { application, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { slowApplication } from './support/slow-app.ts';
import { throughFaults, throughTcp } from './support/through-faults.ts';

const longest = 150_000;
let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-faults-watch');
});

afterAll(async () => {
  await own.close();
});

const until = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('fault 6: the API server is gone for 30 s during the wait', () => {
  test.concurrent.each([
    ['a good release is deployed', 'v2', 'deployed'],
    ['a bad one is rolled back with its reason', 'v2-crash', 'rolled-back'],
  ])(
    '%s',
    async (_, tag, verdict) => {
      const name = `gone-${tag}`;
      await own.deployed(name, application({ name, tag: 'v1' }));
      await throughTcp(own, async ({ proxy, start }) => {
        const app = slowApplication({ name, tag }, 5);
        const running = start(name, app, { timeout: '90s' });
        await eventually(
          () => own.imageOf(name),
          (image) => image === sampleImage(tag),
          20_000,
        );
        await proxy.refuse();
        await until(30_000);
        await proxy.listen();
        const back = performance.now();
        const run = await running.finished;
        expectVerdict(run, verdict);
        expect(performance.now() - back).toBeLessThan(30_000);
        if (verdict === 'rolled-back') expect(run.outputs.reason).toMatch(/exit code \d/);
        const serving = verdict === 'deployed' ? tag : 'v1';
        expect(await own.imageOf(name)).toBe(sampleImage(serving));
        expect((await own.records(name)).map(({ outcome }) => outcome)).toEqual([
          'deployed',
          verdict,
        ]);
      });
    },
    longest,
  );
});

describe('fault 7: watches', () => {
  const silence: Fault = { kind: 'silence' };

  test.concurrent(
    'that are half open and silent are found out long before a timeout of minutes',
    () =>
      throughFaults(own, async ({ proxy, deploy }) => {
        const spoilt = new Set<string>();
        proxy.spoil((asked) => {
          const [path = ''] = asked.split('?');
          if (!asked.includes('watch=') || spoilt.has(path)) return undefined;
          spoilt.add(path);
          return silence;
        });
        const started = performance.now();
        const app = application({ name: 'silent', tag: 'v1' });
        expectVerdict(await deploy('silent', app, { timeout: '10m' }), 'deployed');
        expect(performance.now() - started).toBeLessThan(100_000);
        expect(spoilt.size).toBeGreaterThan(0);
      }),
    longest,
  );

  test.concurrent(
    'that are silent until the timeout do not make a good release a bad one',
    () =>
      throughFaults(own, async ({ proxy, deploy }) => {
        proxy.spoil((asked) => (asked.includes('watch=') ? silence : undefined));
        const app = application({ name: 'mute', tag: 'v1' });
        expectVerdict(await deploy('mute', app, { timeout: '20s' }), 'deployed');
        const run = await deploy('mute', application({ name: 'mute', tag: 'v2-unready' }), {
          timeout: '10s',
        });
        expectVerdict(run, 'rolled-back');
        expect(run.outputs.reason).toMatch(/Deployment mute .*is not ready/);
      }),
    longest,
  );

  test.concurrent(
    'and all other connections that go dead at once do not change the verdict',
    () =>
      throughTcp(own, async ({ proxy, start }) => {
        const name = 'dead';
        const app = slowApplication({ name, tag: 'v1' }, 4);
        const running = start(name, app, { timeout: '10m' });
        await eventually(
          () => own.imageOf(name),
          (image) => image === sampleImage('v1'),
          20_000,
        );
        proxy.blackHole();
        const dead = performance.now();
        expectVerdict(await running.finished, 'deployed');
        expect(performance.now() - dead).toBeLessThan(90_000);
      }),
    longest,
  );

  const gone = { kind: 'Status', code: 410, message: 'too old resource version' };
  const goneLine = JSON.stringify({ type: 'ERROR', object: gone });
  const spoilt: readonly (readonly [string, Fault])[] = [
    ['cut', { kind: 'cut', after: 300 }],
    ['answered with 410', { kind: 'answer', status: 410, body: JSON.stringify(gone) }],
    ['told that their version is gone', { kind: 'first line', line: goneLine }],
    ['told nonsense', { kind: 'first line', line: '{"type":"ADDED","obj' }],
    ['reset before they begin', { kind: 'reset' }],
  ];
  test.concurrent.each(spoilt)(
    'that are %s again and again do not change the verdict',
    (title, fault) =>
      throughFaults(own, async ({ proxy, deploy }) => {
        const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
        let left = 12;
        proxy.spoil((asked) => {
          if (!asked.includes('watch=') || left === 0) return undefined;
          left -= 1;
          return fault;
        });
        expectVerdict(await deploy(name, application({ name, tag: 'v1' })), 'deployed');
        expect(left).toBeLessThan(12);
        left = 12;
        const run = await deploy(name, application({ name, tag: 'none' }));
        expectVerdict(run, 'rolled-back');
        expect(run.outputs.reason).toMatch(/podinfo:none .*cannot be pulled/);
      }),
    longest,
  );
});
