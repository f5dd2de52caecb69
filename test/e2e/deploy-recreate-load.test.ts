import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { clusterAddresses } from '../cluster/index.ts';
import { appObjects, untilReachable } from './support/canary-app.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { ledgerSince, podinfoVersion, startLoad } from './support/load.ts';
import type { RunningLoad } from './support/load.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';

let own: ReleaseNamespace;
let load: RunningLoad | undefined;

beforeAll(async () => {
  own = await releaseNamespace('recreate-load');
});

afterAll(async () => {
  await load?.stop();
  await own.close();
});

test('users fail only between the going down and the coming up that are reported', async () => {
  const host = `shop.${own.namespace}.test`;
  const release = (tag: string) => appObjects('shop', host, tag);
  expectVerdict(await own.deploy('shop', release('v1'), { strategy: 'recreate' }), 'deployed');
  await untilReachable(host);
  const users = startLoad({
    url: `${clusterAddresses().envoyUrl}/version`,
    host,
    requestsPerSecond: 50,
    longest: 240_000,
    versionOf: podinfoVersion,
  });
  load = users;
  await eventually(
    () => users.ledger().requests,
    (requests) => requests > 100,
  );
  const running = own.start('shop', release('v2'), { strategy: 'recreate' });
  let failing: { first: number; last: number; failures: number } | undefined;
  const watch = setInterval(() => {
    const { failures } = users.ledger();
    const now = performance.now();
    if (failures === 0 || failures === failing?.failures) return;
    failing = { first: failing?.first ?? now, last: now, failures };
  }, 20);
  await eventually(
    () => running.output(),
    (output) => output.includes('scaled to 0: Deployment shop'),
    60_000,
  );
  const downAt = performance.now();
  const run = await running.finished;
  expectVerdict(run, 'deployed');
  // The data plane hears of ready pods a moment after Kubernetes does.
  await untilReachable(host);
  const up = users.ledger();
  await eventually(
    () => users.ledger().requests,
    (requests) => requests > up.requests + 200,
    30_000,
  );
  clearInterval(watch);
  const after = ledgerSince(up, await users.stop());
  load = undefined;

  expect(after.failures).toBe(0);
  expect(Object.keys(after.versions)).toHaveLength(1);
  if (failing === undefined) throw new Error('nobody saw the release down');
  const { downtimeSeconds } = run.report as { downtimeSeconds: number };
  // The output is read a moment after it was written.
  expect(failing.first).toBeGreaterThan(downAt - 500);
  const outage = (failing.last - failing.first) / 1000;
  expect(downtimeSeconds).toBeGreaterThan(outage / 2);
  expect(outage).toBeLessThan(downtimeSeconds + 2);
});
