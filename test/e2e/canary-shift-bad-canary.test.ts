import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { essenceOf } from './support/canary-app.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { recordOf } from './support/route-state.ts';
import { shiftNamespace } from './support/shift-namespace.ts';
import type { ShiftNamespace } from './support/shift-namespace.ts';
import { testCluster } from './support/test-cluster.ts';

const { prometheusUrl } = testCluster();
const limit = 240_000;

let home: ShiftNamespace;

beforeAll(async () => {
  home = await shiftNamespace('shift-bad-canary');
});

afterEach(() => home.endTest());

afterAll(() => home.close());

describe('a bad canary', () => {
  test(
    'that answers errors is taken back; users feel no more than its share; a re-run refuses it',
    async () => {
      const app = await home.appWithCanary('errors', 'v2-errors');
      const route = await app.route();
      const users = home.usersOf(app);
      const result = await home.run(app, { 'success-rate': '>= 99.5' });
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
      const again = await home.run(app);
      expectVerdict(again, 'rolled-back');
      expect(again.outputs.reason).toMatch(/^revision \w+ was rejected before/);
      expect(await recordOf(app)).toBeUndefined();
    },
    limit,
  );

  test(
    'that is never ready gets no traffic at all',
    async () => {
      const app = await home.appWithCanary('unready', 'v2-unready');
      const users = home.usersOf(app);
      const result = await home.run(app, { timeout: '5s' });
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
      const app = await home.appWithCanary('silent', 'v2');
      const users = home.usersOf(app);
      const result = await home.run(app, {
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
      const app = await home.appWithCanary('unseen', 'v2');
      const result = await home.run(app, {
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
      expectVerdict(await home.run(app, { mode: 'abort' }), 'aborted');
    },
    limit,
  );

  test(
    'that has the same version as the stable side is refused with nothing written',
    async () => {
      const app = await home.appWithCanary('alike', 'v1');
      const result = await home.run(app);
      expectVerdict(result, 'invalid');
      expect(result.outputs.reason).toMatch(
        /probe-version: JSON \$.version is "1.0.0" on both sides/,
      );
      expect((await app.route()).metadata.generation).toBe(1);
    },
    limit,
  );
});
