import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stringAt, valueAt } from '../../shared/src/json/json.ts';
import { ownersOf } from '../../shared/src/traffic/field-owner.ts';
import { essenceOf, startCanaryApp } from './support/canary-app.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { recordOf } from './support/route-state.ts';
import { shiftNamespace } from './support/shift-namespace.ts';
import type { ShiftNamespace } from './support/shift-namespace.ts';
import { testCluster } from './support/test-cluster.ts';

const { kubeconfig, prometheusUrl } = testCluster();
const imagePath = ['spec', 'template', 'spec', 'containers', 0, 'image'] as const;
const limit = 240_000;

let home: ShiftNamespace;

beforeAll(async () => {
  home = await shiftNamespace('shift-climb');
});

afterEach(() => home.endTest());

afterAll(() => home.close());

describe('a good canary', () => {
  test(
    'is promoted step by step without a failed request, and nothing but the image is changed',
    async () => {
      const app = await home.appWithCanary('good', 'v2');
      const route = await app.route();
      const stable = await app.stable();
      const planned = await home.run(app, { 'dry-run': 'true' });
      expectVerdict(planned, 'planned');
      expect(planned.outputs.reason).toBe(
        'the canary would get 20%, 100%, then the canary would be promoted',
      );
      expect((await app.route()).metadata.resourceVersion).toBe(route.metadata.resourceVersion);

      const users = home.usersOf(app);
      const result = await home.run(app, {
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
      expectVerdict(await home.run(app), 'promoted');
      expect((await app.route()).metadata.resourceVersion).toBe(version);
    },
    limit,
  );

  test(
    'gets one weight by set-weight, is found by status and taken back by abort',
    async () => {
      const app = await home.appWithCanary('stepwise', 'v2');
      const route = await app.route();
      const users = home.usersOf(app);
      const moved = await home.run(app, { mode: 'set-weight', weight: '50' });
      expectVerdict(moved, 'at-weight');
      expect(moved.outputs).toMatchObject({ weight: '50', step: '1' });
      expect(await recordOf(app)).toMatchObject({ phase: 'at-weight', weight: 50 });

      const status = await home.run(app, { mode: 'status' });
      expectVerdict(status, 'at-weight');
      expect(status.outputs.reason).toMatch(
        /is at-weight, step 1; the canary has 50% of the traffic/,
      );

      const aborted = await home.run(app, { mode: 'abort' });
      expectVerdict(aborted, 'aborted');
      expect(aborted.outputs.weight).toBe('0');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(JSON.stringify(essenceOf(await app.route()))).toBe(JSON.stringify(essenceOf(route)));
      expect(await app.canary()).toBeUndefined();
      expect(stringAt(await app.stable(), ...imagePath)).toMatch(/podinfo:v1$/);
      expectVerdict(await home.run(app, { mode: 'abort' }), 'aborted');
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
      const app = await home.appWithCanary(`from-${weight ?? 'none'}`, 'v2');
      const users = home.usersOf(app);
      if (weight !== undefined) {
        expectVerdict(await home.run(app, { mode: 'set-weight', weight }), 'at-weight');
      }
      expectVerdict(await home.run(app, { mode: 'promote' }), 'promoted');
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
      const users = home.usersOf(app);
      const result = await home.run(app, { steps: '50', timeout: '6s' });
      expectVerdict(result, 'promotion-failed');
      expect(result.outputs).toMatchObject({ weight: '100' });
      expect(result.outputs.reason).toMatch(/did not become good: .*Deployment half/);
      expect(await recordOf(app)).toMatchObject({ phase: 'promotion-failed', weight: 100 });

      expectVerdict(await home.run(app, { mode: 'abort' }), 'aborted');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(stringAt(await app.stable(), ...imagePath)).toMatch(/podinfo:v1$/);
      expect(JSON.stringify(essenceOf(await app.route()))).toBe(JSON.stringify(essenceOf(route)));
    },
    limit,
  );
});
