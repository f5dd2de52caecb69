import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { anyOf, spoilFirst, writesOf } from './support/fault-proxy.ts';
import type { Fault } from './support/fault-proxy.ts';
import { writeAs } from './support/other-manager.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { throughFaults } from './support/through-faults.ts';

const longest = 90_000;
let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-faults-api');
});

afterAll(async () => {
  await own.close();
});

/** What the server says when an object changed while it was writing to it. */
const modified = (name: string): Fault => ({
  kind: 'answer',
  status: 409,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on configmaps "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    code: 409,
  }),
});

/** A write of a ConfigMap that is meant to last. */
const written = (name: string): RegExp =>
  new RegExp(`^PATCH [^?]*/configmaps/${name}\\?(?!.*dryRun)`);

const dataOf = async (name: string): Promise<unknown> =>
  (await own.read('v1', 'ConfigMap', name))?.data;

/** Versions of a release's objects, as other releases of the namespace are at work too. */
const versionsOf = async (release: string): Promise<readonly string[]> =>
  (await own.versions()).filter((version) => version.includes(release));

const outcomes = async (release: string): Promise<readonly string[]> =>
  (await own.records(release)).map(({ outcome }) => outcome);

describe('fault 1: 409 Conflict on a write', () => {
  test.concurrent(
    'is tried again until the object stands still, and then given up with its name',
    () =>
      throughFaults(own, async ({ proxy, deploy }) => {
        proxy.spoil(spoilFirst(3, written('moving'), modified('moving')));
        const run = await deploy('moving', [configMap('moving', { a: '1' })]);
        expect([run.outputs.verdict, run.outputs.reason]).toEqual(['deployed', '']);
        expect(proxy.requests.filter((asked) => written('moving').test(asked))).toHaveLength(4);
        proxy.spoil(spoilFirst(100, written('moving'), modified('moving')));
        const given = await deploy('moving', [configMap('moving', { a: '2' })], {
          'on-failure': 'hold',
        });
        expect(given.outputs.verdict).toBe('failed');
        expect(given.outputs.reason).toMatch(/configmaps moving .*the object has been modified/);
        expect(await dataOf('moving')).toEqual({ a: '1' });
      }),
    longest,
  );

  test.concurrent(
    'a second writer who takes the field between plan and write is not overwritten by this release',
    () =>
      throughFaults(own, async ({ proxy, deploy }) => {
        await own.deployed('raced', [configMap('raced', { a: '1', b: '1' })]);
        const path = `/api/v1/namespaces/${own.namespace}/configmaps/raced`;
        const theirs = () =>
          writeAs('somebody', { method: 'PATCH', path, body: { data: { a: 'theirs' } } });
        proxy.spoil(spoilFirst(1, written('raced'), { kind: 'hold', until: theirs }));
        const run = await deploy('raced', [configMap('raced', { a: '2', b: '2' })], {
          'on-failure': 'hold',
        });
        expect(run.outputs.verdict).toBe('failed');
        expect(run.outputs.reason).toMatch(/configmaps raced .*"somebody".*\.data\.a/);
        expect(await dataOf('raced')).toEqual({ a: 'theirs', b: '1' });
      }),
    longest,
  );
});

test.concurrent(
  'fault 2: server-side apply meets the fields of two other managers, names both, and writes nothing',
  async () => {
    await own.deployed('owned', application({ name: 'owned', tag: 'v1', replicas: 1 }));
    const path = `/apis/apps/v1/namespaces/${own.namespace}/deployments/owned`;
    const containers = [{ name: 'podinfo', image: sampleImage('v2') }];
    await writeAs('kubectl-set', {
      method: 'PATCH',
      path,
      body: { spec: { template: { spec: { containers } } } },
    });
    await writeAs('scaler', { method: 'PATCH', path, body: { spec: { replicas: 2 } } });
    const before = await versionsOf('owned');
    const next = application({ name: 'owned', tag: 'v2-slow', replicas: 3 });
    const run = await own.deploy('owned', next);
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'conflict']);
    expect(run.outputs.reason).toMatch(/Deployment owned .*\.image.*"kubectl-set"/);
    expect(run.outputs.reason).toMatch(/Deployment owned .*\.spec\.replicas.*"scaler"/);
    expect(await versionsOf('owned')).toEqual(before);
  },
  longest,
);

describe('fault 3: 429 with Retry-After', () => {
  const busy = { kind: 'answer', status: 429, headers: { 'retry-after': '1' } } as const;

  test.concurrent(
    'on reads and on every kind of write is waited for as long as it says',
    () =>
      throughFaults(own, async ({ proxy, deploy }) => {
        const reads = spoilFirst(2, /^GET .*configmaps\/busy/, busy);
        const plans = spoilFirst(1, /^PATCH .*configmaps\/busy\?.*dryRun/, busy);
        const records = spoilFirst(1, /^POST .*secrets\?(?!.*dryRun)/, busy);
        const lock = spoilFirst(1, /^POST .*leases/, busy);
        const writes = spoilFirst(2, written('busy'), busy);
        proxy.spoil(anyOf(reads, plans, records, lock, writes));
        const started = performance.now();
        const run = await deploy('busy', [configMap('busy', { a: '1' })]);
        expect([run.outputs.verdict, run.outputs.reason]).toEqual(['deployed', '']);
        expect(performance.now() - started).toBeGreaterThan(7_000);
        expect(await outcomes('busy')).toEqual(['deployed']);
      }),
    longest,
  );

  test.concurrent(
    'that never ends is given up after ten attempts, and the reason says how long was tried',
    () =>
      throughFaults(own, async ({ proxy, deploy }) => {
        proxy.spoil(spoilFirst(1000, written('choked'), busy));
        const run = await deploy('choked', [configMap('choked', { a: '1' })]);
        expect(run.outputs.verdict).toBe('failed');
        expect(run.outputs.reason).toMatch(/configmaps choked .*429.*10 attempts in \d+/);
        expect(proxy.requests.filter((asked) => written('choked').test(asked))).toHaveLength(10);
      }),
    longest,
  );
});

describe('fault 4: the server’s own faults', () => {
  test.concurrent.each([500, 502, 503, 504])(
    'a %d on reads, creates, applies and deletes does not fail a release',
    (status) =>
      throughFaults(own, async ({ proxy, deploy }) => {
        const name = `faulty-${status}`;
        const job = (command: readonly string[]): object => ({
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name },
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'once', image: sampleImage('v1'), command }],
              },
            },
          },
        });
        await own.deployed(name, [job(['/bin/busybox', 'true']), configMap(name, {})]);
        const broken = { kind: 'answer', status, body: 'no healthy upstream' } as const;
        const once = (pattern: RegExp) => spoilFirst(2, pattern, broken);
        proxy.spoil(
          anyOf(
            once(/^GET .*secrets/),
            once(/^GET .*configmaps/),
            once(/^GET .*jobs.*watch=/),
            once(/^POST .*leases/),
            once(/^POST .*secrets\?(?!.*dryRun)/),
            once(/^DELETE .*jobs/),
            once(/^DELETE .*leases/),
            once(/^PATCH .*jobs\/[^?]*\?(?!.*dryRun)/),
            once(written(name)),
          ),
        );
        const run = await deploy(name, [
          job(['/bin/busybox', 'echo', 'again']),
          configMap(name, { a: '1' }),
        ]);
        expect([run.outputs.verdict, run.outputs.reason]).toEqual(['deployed', '']);
        expect(run.outputs).toMatchObject({
          revision: '2',
          changes: '{"created":0,"updated":2,"unchanged":0,"deleted":0}',
        });
        expect(await outcomes(name)).toEqual(['deployed', 'deployed']);
        expect(
          await own.read('coordination.k8s.io/v1', 'Lease', `kube-delivery-release-${name}`),
        ).toBe(undefined);
      }),
    longest,
  );
});

test.concurrent(
  'fault 5: the answer to each write is lost after the server acted: nothing is done twice, nothing fails',
  () =>
    throughFaults(own, async ({ proxy, deploy }) => {
      const app = application({ name: 'lost', tag: 'v1' });
      const lost = new Set<string>();
      proxy.spoil((asked) => {
        const [call = ''] = asked.split('?');
        if (call.startsWith('GET') || asked.includes('dryRun=All') || lost.has(call)) {
          return undefined;
        }
        lost.add(call);
        return { kind: 'lose answer' };
      });
      const run = await deploy('lost', app);
      expect([run.outputs.verdict, run.outputs.reason]).toEqual(['deployed', '']);
      expect(run.outputs.changes).toBe('{"created":2,"updated":0,"unchanged":0,"deleted":0}');
      expect(await outcomes('lost')).toEqual(['deployed']);
      expect((await own.read('apps/v1', 'Deployment', 'lost'))?.metadata.generation).toBe(1);
      expect(await own.read('coordination.k8s.io/v1', 'Lease', 'kube-delivery-release-lost')).toBe(
        undefined,
      );
      // Each lasting write was sent once more, and no other was sent at all.
      const calls = Map.groupBy(writesOf(proxy), ({ asked }) => asked.split('?')[0]);
      expect(calls.size).toBeGreaterThanOrEqual(4);
      expect([...calls].filter(([, sent]) => sent.length !== 2)).toEqual([]);
    }),
  longest,
);
