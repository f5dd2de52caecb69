import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stringAt, valueAt } from '../../shared/src/json/json.ts';
import { ownersOf } from '../../shared/src/traffic/field-owner.ts';
import { recordAnnotation } from '../../shared/src/traffic/record-annotation.ts';
import { startBundle } from '../contract/support/run-bundle.ts';
import type { BundleRun, RunningBundle } from '../contract/support/run-bundle.ts';
import { essenceOf, startCanaryApp } from './support/canary-app.ts';
import type { CanaryApp } from './support/canary-app.ts';
import { eventually } from './support/eventually.ts';
import type { Ledger, RunningLoad } from './support/load.ts';
import { writeAs } from './support/other-manager.ts';
import { testCluster } from './support/test-cluster.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

const { kubeconfig, prometheusUrl } = testCluster();
const imagePath = ['spec', 'template', 'spec', 'containers', 0, 'image'] as const;
const limit = 240_000;

let home: OwnNamespace;
const loads = new Set<RunningLoad>();
const bundles: RunningBundle[] = [];

beforeAll(async () => {
  home = await ownNamespace('shift');
});

afterEach(async () => {
  for (const { process } of bundles.splice(0)) process.kill('SIGKILL');
  await Promise.all([...loads].map((load) => load.stop()));
  loads.clear();
});

afterAll(() => home.close());

async function appWithCanary(name: string, tag: string): Promise<CanaryApp> {
  const app = await startCanaryApp(home.cluster, name, kubeconfig);
  await app.deployCanary(tag);
  return app;
}

function usersOf(app: CanaryApp): RunningLoad {
  const load = app.users();
  loads.add(load);
  const stop = (): Promise<Ledger> => {
    loads.delete(load);
    return load.stop();
  };
  return { ...load, stop };
}

let attempts = 0;

/** Each run is a later attempt of one workflow run, which takes the lock of a killed one at once. */
function start(app: CanaryApp, inputs: Record<string, string> = {}, runId = '4711'): RunningBundle {
  attempts += 1;
  const environment = {
    GITHUB_RUN_ID: runId,
    GITHUB_RUN_ATTEMPT: String(attempts),
    GITHUB_JOB: 'ship',
  };
  const bundle = startBundle('canary-shift', {
    inputs: { ...app.inputs, ...inputs },
    environment,
  });
  bundles.push(bundle);
  return bundle;
}

function run(app: CanaryApp, inputs: Record<string, string> = {}): Promise<BundleRun> {
  return start(app, inputs).finished;
}

/** Waits until the route gives the canary this weight. */
async function untilWeight(app: CanaryApp, weight: number): Promise<void> {
  const canaryWeight = async () =>
    valueAt(await app.route(), 'spec', 'rules', 0, 'backendRefs', 1, 'weight');
  await eventually(canaryWeight, (value) => value === weight, 60_000);
}

async function recordOf(app: CanaryApp): Promise<unknown> {
  const text = (await app.route()).metadata.annotations?.[recordAnnotation];
  return text === undefined ? undefined : JSON.parse(text);
}

function shareOf(ledger: Ledger, version: string): number {
  return (ledger.versions[version] ?? 0) / ledger.requests;
}

/** The verdict, with all that was printed where it is another one. */
function expectVerdict({ outputs, stdout }: BundleRun, verdict: string): void {
  const shown = outputs.verdict === verdict ? '' : stdout;
  expect({ verdict: outputs.verdict, shown }).toEqual({ verdict, shown: '' });
}

describe('a good canary', () => {
  test(
    'is promoted step by step without a failed request, and nothing but the image is changed',
    async () => {
      const app = await appWithCanary('good', 'v2');
      const route = await app.route();
      const stable = await app.stable();
      const planned = await run(app, { 'dry-run': 'true' });
      expectVerdict(planned, 'planned');
      expect(planned.outputs.reason).toBe(
        'the canary would get 20%, 100%, then the canary would be promoted',
      );
      expect((await app.route()).metadata.resourceVersion).toBe(route.metadata.resourceVersion);

      const users = usersOf(app);
      const result = await run(app, {
        'prometheus-url': prometheusUrl,
        'success-rate': '>= 99.5',
        'latency-p99': '<= 900ms',
        queries: `- name: ready\n  query: 'vector(1) or up{s="{{canary}}"}'\n  threshold: '>= 1'`,
      });
      const ledger = await users.stop();

      expectVerdict(result, 'promoted');
      expect(result.exitCode).toBe(0);
      expect(result.outputs).toMatchObject({ weight: '0', step: '2', errors: '0' });
      expect(Number(result.outputs['observed-share'])).toBe(100);
      expect(Number(result.outputs.requests)).toBeGreaterThan(100);
      expect(result.summary).toContain('xychart-beta');
      expect(result.report).toMatchObject({
        schemaVersion: 1,
        steps: [
          { weight: 20, proof: 'probes', outcome: 'pass' },
          { weight: 100, proof: 'probes', outcome: 'pass' },
        ],
      });
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(ledger.versions['2.0.0']).toBeGreaterThan(0);

      expect(JSON.stringify(essenceOf(await app.route()))).toBe(JSON.stringify(essenceOf(route)));
      const promoted = await app.stable();
      expect(stringAt(promoted, ...imagePath)).toMatch(/podinfo:v2$/);
      const withOldImage = JSON.stringify(valueAt(promoted, 'spec')).replace(':v2', ':v1');
      expect(JSON.parse(withOldImage)).toEqual(valueAt(stable, 'spec'));
      expect(await app.canary()).toBeUndefined();

      expect(ownersOf(await app.route(), 'spec', 'rules')).toEqual(
        ownersOf(route, 'spec', 'rules'),
      );

      const version = (await app.route()).metadata.resourceVersion;
      expectVerdict(await run(app), 'promoted');
      expect((await app.route()).metadata.resourceVersion).toBe(version);
    },
    limit,
  );

  test(
    'gets one weight by set-weight, is found by status and taken back by abort',
    async () => {
      const app = await appWithCanary('stepwise', 'v2');
      const route = await app.route();
      const users = usersOf(app);
      const moved = await run(app, { mode: 'set-weight', weight: '50' });
      expectVerdict(moved, 'at-weight');
      expect(moved.outputs).toMatchObject({ weight: '50', step: '1' });
      expect(await recordOf(app)).toMatchObject({ phase: 'at-weight', weight: 50 });

      const status = await run(app, { mode: 'status' });
      expectVerdict(status, 'at-weight');
      expect(status.outputs.reason).toMatch(
        /is at-weight, step 1; the canary has 50% of the traffic/,
      );

      const aborted = await run(app, { mode: 'abort' });
      expectVerdict(aborted, 'aborted');
      expect(aborted.outputs.weight).toBe('0');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(JSON.stringify(essenceOf(await app.route()))).toBe(JSON.stringify(essenceOf(route)));
      expect(await app.canary()).toBeUndefined();
      expect(stringAt(await app.stable(), ...imagePath)).toMatch(/podinfo:v1$/);
      expectVerdict(await run(app, { mode: 'abort' }), 'aborted');
    },
    limit,
  );
});

describe('a bad canary', () => {
  test(
    'that answers errors is taken back; users feel no more than its share; a re-run refuses it',
    async () => {
      const app = await appWithCanary('errors', 'v2-errors');
      const route = await app.route();
      const users = usersOf(app);
      const result = await run(app, { 'success-rate': '>= 99.5' });
      const ledger = await users.stop();

      expectVerdict(result, 'rolled-back');
      expect(result.exitCode).toBe(1);
      expect(result.outputs.weight).toBe('0');
      expect(Number(result.outputs.errors)).toBeGreaterThan(0);
      expect(result.outputs.reason).toMatch(/^success rate of probes is .*, wanted >= 99.5%/);
      expect(ledger.failures).toBeGreaterThan(0);
      // A fifth of the requests went there, and a third of those failed.
      expect(ledger.failures / ledger.requests).toBeLessThan(0.2);
      expect(JSON.stringify(essenceOf(await app.route()))).toBe(JSON.stringify(essenceOf(route)));
      expect(await app.canary()).toBeUndefined();

      await app.deployCanary('v2-errors');
      const again = await run(app);
      expectVerdict(again, 'rolled-back');
      expect(again.outputs.reason).toMatch(/^revision \w+ was rejected before/);
      expect(await recordOf(app)).toBeUndefined();
    },
    limit,
  );

  test(
    'that is never ready gets no traffic at all',
    async () => {
      const app = await appWithCanary('unready', 'v2-unready');
      const users = usersOf(app);
      const result = await run(app, { timeout: '5s' });
      const ledger = await users.stop();
      expectVerdict(result, 'rolled-back');
      expect(result.outputs.reason).toMatch(/never became ready/);
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(ledger.versions).toEqual({ '1.0.0': ledger.requests });
      expect((await app.route()).metadata.generation).toBe(1);
      expect(await app.canary()).toBeUndefined();
    },
    limit,
  );

  test(
    'about which Prometheus cannot be asked is not passed, and gets no traffic',
    async () => {
      const app = await appWithCanary('silent', 'v2');
      const users = usersOf(app);
      const result = await run(app, {
        'prometheus-url': 'http://127.0.0.1:9',
        'success-rate': '>= 99.5',
      });
      const ledger = await users.stop();
      expectVerdict(result, 'inconclusive');
      expect(result.outputs.reason).toMatch(/Prometheus cannot be asked/);
      expect(ledger.versions).toEqual({ '1.0.0': ledger.requests });
      expect((await app.route()).metadata.generation).toBe(1);
    },
    limit,
  );

  test(
    'of which Prometheus has no numbers is not passed',
    async () => {
      const app = await appWithCanary('unseen', 'v2');
      const result = await run(app, {
        'probe-url': '',
        'probe-host': '',
        'probe-version': '',
        'prometheus-url': prometheusUrl,
        'success-rate': '>= 99.5',
      });
      expectVerdict(result, 'inconclusive');
      expect(result.outputs).toMatchObject({ weight: '20', 'observed-share': '' });
      expect(result.outputs.reason).toMatch(/^success rate is no data/);
      expect(await recordOf(app)).toMatchObject({ phase: 'held', weight: 20 });
      expectVerdict(await run(app, { mode: 'abort' }), 'aborted');
    },
    limit,
  );

  test(
    'that has the same version as the stable side is refused with nothing written',
    async () => {
      const app = await appWithCanary('alike', 'v1');
      const result = await run(app);
      expectVerdict(result, 'invalid');
      expect(result.outputs.reason).toMatch(
        /probe-version: JSON \$.version is "1.0.0" on both sides/,
      );
      expect((await app.route()).metadata.generation).toBe(1);
    },
    limit,
  );
});

describe('a promotion', () => {
  test.each([
    ['no weight at all', undefined],
    ['a weight of another job', '30'],
  ])(
    'begins at %s when it is asked for by mode promote',
    async (_, weight) => {
      const app = await appWithCanary(`from-${weight ?? 'none'}`, 'v2');
      const users = usersOf(app);
      if (weight !== undefined) {
        expectVerdict(await run(app, { mode: 'set-weight', weight }), 'at-weight');
      }
      expectVerdict(await run(app, { mode: 'promote' }), 'promoted');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(stringAt(await app.stable(), ...imagePath)).toMatch(/podinfo:v2$/);
      expect(await app.canary()).toBeUndefined();
    },
    limit,
  );

  test(
    'whose stable side never becomes ready leaves all traffic on the canary; abort restores it',
    async () => {
      const app = await startCanaryApp(home.cluster, 'half', kubeconfig);
      // It answers well but says that it is not ready, which only the stable side believes.
      await app.deployCanary('v2-unready', '/version');
      const route = await app.route();
      const users = usersOf(app);
      const result = await run(app, { steps: '50', timeout: '6s' });
      expectVerdict(result, 'promotion-failed');
      expect(result.outputs).toMatchObject({ weight: '100' });
      expect(result.outputs.reason).toMatch(/did not become good: .*Deployment half/);
      expect(await recordOf(app)).toMatchObject({ phase: 'promotion-failed', weight: 100 });

      expectVerdict(await run(app, { mode: 'abort' }), 'aborted');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(stringAt(await app.stable(), ...imagePath)).toMatch(/podinfo:v1$/);
      expect(JSON.stringify(essenceOf(await app.route()))).toBe(JSON.stringify(essenceOf(route)));
    },
    limit,
  );
});

describe('a run that is not alone', () => {
  test(
    'stops when another revision is deployed in its canary, which the next run shifts',
    async () => {
      const app = await appWithCanary('newer', 'v2-slow');
      const users = usersOf(app);
      const bundle = start(app, { soak: '60s' });
      await untilWeight(app, 20);
      await app.deployCanary('v2');
      const result = await bundle.finished;
      expectVerdict(result, 'superseded');
      expect(result.outputs.weight).toBe('0');
      expect(await app.canary()).toBeDefined();
      expect(await recordOf(app)).toBeUndefined();

      expectVerdict(await run(app), 'promoted');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(stringAt(await app.stable(), ...imagePath)).toMatch(/podinfo:v2$/);
    },
    limit,
  );

  test(
    'is gone on with after a kill, and keeps a second one out',
    async () => {
      const app = await appWithCanary('killed', 'v2');
      const users = usersOf(app);
      const first = start(app, { soak: '60s' });
      await untilWeight(app, 20);

      const second = await start(app, { 'lock-timeout': '1s' }, '4712').finished;
      expectVerdict(second, 'lost-lock');
      expect(second.outputs.reason).toMatch(/is held by run 4711/);

      first.process.kill('SIGKILL');
      await first.finished;
      expect(await recordOf(app)).toMatchObject({ phase: 'shifting', weight: 20 });
      const next = await run(app);
      expectVerdict(next, 'promoted');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(await recordOf(app)).toBeUndefined();
    },
    limit,
  );

  test.each(['promoting', 'returning', 'removing'])(
    'is gone on with after a kill while it is %s',
    async (phase) => {
      const app = await appWithCanary(phase, 'v2');
      const users = usersOf(app);
      const first = start(app, { steps: '100', drain: '3s' });
      const phaseOf = async () => stringAt(await recordOf(app), 'phase');
      await eventually(phaseOf, (present) => present === phase, 60_000);
      first.process.kill('SIGKILL');
      await first.finished;

      expectVerdict(await run(app), 'promoted');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(await recordOf(app)).toBeUndefined();
      expect(await app.canary()).toBeUndefined();
      expect(stringAt(await app.stable(), ...imagePath)).toMatch(/podinfo:v2$/);
    },
    limit,
  );

  test(
    'puts traffic back when it is cancelled, and goes on at the same step later',
    async () => {
      const app = await appWithCanary('cancelled', 'v2');
      const users = usersOf(app);
      const first = start(app, { soak: '60s' });
      await untilWeight(app, 20);
      const asked = performance.now();
      first.process.kill('SIGINT');
      const result = await first.finished;
      expect(performance.now() - asked).toBeLessThan(7500);
      expectVerdict(result, 'interrupted');
      expect(await recordOf(app)).toMatchObject({ phase: 'interrupted', weight: 20, step: 1 });
      await untilWeight(app, 0);

      const seen = users.ledger();
      expect(shareOf(seen, '2.0.0')).toBeLessThan(0.5);
      expectVerdict(await run(app), 'promoted');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
    },
    limit,
  );

  test(
    'holds when somebody else changes the weights, and says who',
    async () => {
      const app = await appWithCanary('foreign', 'v2');
      const bundle = start(app, { soak: '60s' });
      await untilWeight(app, 20);
      const route = await app.route();
      const rules = structuredClone(valueAt(route, 'spec', 'rules')) as {
        backendRefs: { weight: number }[];
      }[];
      const [stable, canary] = rules[0]?.backendRefs ?? [];
      if (stable === undefined || canary === undefined) throw new Error('a backend is missing');
      stable.weight = 70;
      canary.weight = 30;
      await writeAs('somebody-else', {
        method: 'PATCH',
        path: `/apis/gateway.networking.k8s.io/v1/namespaces/${home.namespace}/httproutes/${app.name}`,
        body: { spec: { rules } },
        patch: 'merge',
      });
      const result = await bundle.finished;
      expectVerdict(result, 'held');
      expect(result.outputs.reason).toMatch(/were changed meanwhile by somebody-else: .* 70\/30/);
      expect(result.outputs.weight).toBe('30');

      expectVerdict(await run(app, { mode: 'abort' }), 'aborted');
    },
    limit,
  );
});
