import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stringAt, valueAt } from '../../shared/src/json/json.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import type { Ledger } from './support/load.ts';
import { writeAs } from './support/other-manager.ts';
import { recordOf, untilWeight } from './support/route-state.ts';
import { shiftNamespace } from './support/shift-namespace.ts';
import type { ShiftNamespace } from './support/shift-namespace.ts';

const imagePath = ['spec', 'template', 'spec', 'containers', 0, 'image'] as const;
const limit = 240_000;

let home: ShiftNamespace;

beforeAll(async () => {
  home = await shiftNamespace('shift-resume');
});

afterEach(() => home.endTest());

afterAll(() => home.close());

function shareOf(ledger: Ledger, version: string): number {
  return (ledger.versions[version] ?? 0) / ledger.requests;
}

describe('a run that is not alone', () => {
  test(
    'stops when another revision is deployed in its canary, which the next run shifts',
    async () => {
      const app = await home.appWithCanary('newer', 'v2-slow');
      const users = home.usersOf(app);
      const bundle = home.start(app, { soak: '60s' });
      await untilWeight(app, 20);
      await app.deployCanary('v2');
      const result = await bundle.finished;
      expectVerdict(result, 'superseded');
      expect(result.outputs.weight).toBe('0');
      expect(await app.canary()).toBeDefined();
      expect(await recordOf(app)).toBeUndefined();

      expectVerdict(await home.run(app), 'promoted');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
      expect(stringAt(await app.stable(), ...imagePath)).toMatch(/podinfo:v2$/);
    },
    limit,
  );

  test(
    'is gone on with after a kill, and keeps a second one out',
    async () => {
      const app = await home.appWithCanary('killed', 'v2');
      const users = home.usersOf(app);
      const first = home.start(app, { soak: '60s' });
      await untilWeight(app, 20);

      const second = await home.start(app, { 'lock-timeout': '1s' }, '4712').finished;
      expectVerdict(second, 'lost-lock');
      expect(second.outputs.reason).toMatch(/is held by run 4711/);

      first.process.kill('SIGKILL');
      await first.finished;
      expect(await recordOf(app)).toMatchObject({ phase: 'shifting', weight: 20 });
      const next = await home.run(app);
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
      const app = await home.appWithCanary(phase, 'v2');
      const users = home.usersOf(app);
      const first = home.start(app, { steps: '100', drain: '3s' });
      const phaseOf = async () => stringAt(await recordOf(app), 'phase');
      await eventually(phaseOf, (present) => present === phase, 60_000);
      first.process.kill('SIGKILL');
      await first.finished;

      expectVerdict(await home.run(app), 'promoted');
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
      const app = await home.appWithCanary('cancelled', 'v2');
      const users = home.usersOf(app);
      const first = home.start(app, { soak: '60s' });
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
      expectVerdict(await home.run(app), 'promoted');
      const ledger = await users.stop();
      expect(ledger.outcomes).toEqual({ '200': ledger.requests });
    },
    limit,
  );

  test(
    'holds when somebody else changes the weights, and says who',
    async () => {
      const app = await home.appWithCanary('foreign', 'v2');
      const bundle = home.start(app, { soak: '60s' });
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

      expectVerdict(await home.run(app, { mode: 'abort' }), 'aborted');
    },
    limit,
  );
});
