import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sendRequest } from '../../shared/src/http-check/send-request.ts';
import { systemClock } from '../../shared/src/time/system-clock.ts';
import { colourNamespace } from './support/colours.ts';
import type { ColourNamespace } from './support/colours.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { sampleImage } from './support/manifest-folder.ts';

let own: ColourNamespace;

beforeAll(async () => {
  own = await colourNamespace('blue-green-bad');
});

afterEach(async () => {
  await own.endTest();
});

afterAll(async () => {
  await own.close();
});

/** Asks podinfo at one pod of a Service to do something to itself. */
async function tellOne(service: string, method: string, path: string): Promise<void> {
  const [name = ''] = await own.podsBehind(service);
  await tell(name, method, path);
}

/** Asks podinfo in a pod to do something to itself; a crash gives no answer. */
async function tell(name: string, method: string, path: string): Promise<void> {
  const open = () => own.cluster.connectToPod({ name, port: 9898 }, deadline());
  const request = { method, headers: { host: name } };
  await sendRequest({ kind: 'stream', path, open }, request, systemClock, deadline()).catch(
    () => undefined,
  );
}

async function untilSwitched(name: string): Promise<void> {
  await eventually(
    () => own.podsBehind(name),
    (pods) => pods.length === 2 && pods.every((pod) => pod.startsWith(`${name}-green-`)),
    60_000,
  );
}

describe('a colour that is bad', () => {
  test('by a preview check is removed, and the Service is never moved', async () => {
    await own.bring('checked', 'v1');
    const service = await own.read('v1', 'Service', 'checked');
    const users = await own.users('checked');
    const checks = [
      '- name: old version',
      '  path: /version',
      '  expect: { json: [\'$.version = "1.0.0"\'] }',
    ].join('\n');
    const run = await own.bring('checked', 'v2', { 'preview-checks': checks });
    expectVerdict(run, 'rolled-back');
    expect(run.outputs).toMatchObject({ revision: '2', 'previous-revision': '1', preview: '' });
    expect(run.outputs.reason).toMatch(
      /check old version at pod checked-green-.*2\.0\.0.*Service checked was never switched, and Deployment checked-green was removed/,
    );
    expect((await own.read('v1', 'Service', 'checked'))?.metadata.resourceVersion).toBe(
      service?.metadata.resourceVersion,
    );
    expect(await own.replicasOf('checked-green')).toBeUndefined();
    expect(await own.read('v1', 'Service', 'checked-preview')).toBeUndefined();
    const { failures, versions } = await users.stop();
    expect({ failures, versions: Object.keys(versions) }).toEqual({
      failures: 0,
      versions: ['1.0.0'],
    });
    const passing = checks.replace('1.0.0', '2.0.0').replace('old', 'new');
    expectVerdict(await own.bring('checked', 'v2', { 'preview-checks': passing }), 'deployed');
    expect(await own.outcomes('checked')).toEqual(['deployed', 'rolled-back', 'deployed']);
  });

  test('in the soak sends users back at once', async () => {
    await own.bring('soaked', 'v1');
    const users = await own.users('soaked');
    const running = own.startBringing('soaked', 'v2', { soak: '60s' });
    await untilSwitched('soaked');
    await tellOne('soaked', 'POST', '/readyz/disable');
    const run = await running.finished;
    expectVerdict(run, 'rolled-back');
    expect(run.outputs.reason).toMatch(
      /pod soaked-green-\S+ is no longer ready.*after the switch.*Service soaked leads to Deployment soaked again, and Deployment soaked-green was removed/,
    );
    expect(await own.selectorOf('soaked')).toEqual({ app: 'soaked' });
    expect(await own.replicasOf('soaked')).toBe(2);
    expect(await own.replicasOf('soaked-green')).toBeUndefined();
    const { failures, versions } = await users.stop();
    expect({ failures, versions: Object.keys(versions).sort() }).toEqual({
      failures: 0,
      versions: ['1.0.0', '2.0.0'],
    });
    expectVerdict(await own.bring('soaked', 'v1'), 'unchanged');
  });

  test('whose pods end right at the switch sends users back before anything is explained', async () => {
    await own.bring('brief', 'v1');
    const running = own.startBringing('brief', 'v2', { soak: '60s' });
    const leadsTo = (app: string): Promise<unknown> =>
      eventually(
        () => own.selectorOf('brief'),
        (selector) => selector.app === app,
        60_000,
      );
    await leadsTo('brief-green');
    const pods = await own.podsOf('brief-green');
    await Promise.all(pods.map((pod) => tell(pod.split('@')[0] ?? '', 'GET', '/panic')));
    await leadsTo('brief');
    const run = await running.finished;
    expect(run.stdout).toMatch(/selects app=brief-green\n[^]* selects app=brief\n[^]* is bad: /);
    expectVerdict(run, 'rolled-back');
    expect(run.outputs.reason).toMatch(
      /pod brief-green-\S+ .*exit code 255.*after the switch.*Service brief leads to Deployment brief again/,
    );
    expect(await own.replicasOf('brief-green')).toBeUndefined();
  });

  test('is left for looking at with on-failure: hold, while users go back', async () => {
    await own.bring('held', 'v1');
    const running = own.startBringing('held', 'v2', { soak: '60s', 'on-failure': 'hold' });
    await untilSwitched('held');
    await tellOne('held', 'GET', '/panic');
    const run = await running.finished;
    expectVerdict(run, 'failed');
    expect(run.outputs.preview).toBe('held-preview');
    expect(run.outputs.reason).toMatch(
      /pod held-green-\S+ (restarted|is no longer ready) \(container podinfo ended with exit code 255\).*Service held leads to Deployment held again, and Deployment held-green is left/,
    );
    expect(await own.selectorOf('held')).toEqual({ app: 'held' });
    expect(await own.replicasOf('held-green')).toBe(2);
    expect(await own.selectorOf('held-preview')).toEqual({ app: 'held-green' });
    const again = await own.bring('held', 'v2');
    expectVerdict(again, 'deployed');
    expect(again.outputs.revision).toBe('3');
  });

  test('beside an adopted Deployment leaves that alone', async () => {
    for (const object of own.app('alone', 'v1')) {
      await own.cluster.create(object, { signal: deadline() });
    }
    await (await own.users('alone')).stop();
    const pods = await own.podsOf('alone');
    const run = await own.bring('alone', 'v2-crash');
    expectVerdict(run, 'rolled-back');
    expect(run.outputs.reason).toMatch(/alone-green .*exit code .*never switched/);
    expect(await own.podsOf('alone')).toEqual(pods);
    expect(await own.selectorOf('alone')).toEqual({ app: 'alone' });
    expect(await own.replicasOf('alone-green')).toBeUndefined();
    expect(await own.outcomes('alone')).toEqual(['rolled-back']);
  });

  test('under the declared name is scaled down, as what is declared is never deleted', async () => {
    await own.bring('blue', 'v1');
    await own.bring('blue', 'v2');
    const run = await own.bring('blue', 'v2-crash');
    expectVerdict(run, 'rolled-back');
    expect(await own.selectorOf('blue')).toEqual({ app: 'blue-green' });
    expect([await own.replicasOf('blue'), await own.replicasOf('blue-green')]).toEqual([0, 2]);
    const next = await own.bring('blue', 'v1');
    expectVerdict(next, 'deployed');
    expect(await own.selectorOf('blue')).toEqual({ app: 'blue' });
  });
});

describe('afterwards another strategy', () => {
  test('first brings the release back under its declared names', async () => {
    await own.bring('left', 'v1');
    await own.bring('left', 'v2', { 'scale-down-delay': '0' });
    expect([await own.replicasOf('left'), await own.selectorOf('left')]).toEqual([
      0,
      { app: 'left-green' },
    ]);
    const users = await own.users('left');
    const run = await own.deploy('left', own.app('left', 'v1'), { strategy: 'rolling' });
    expectVerdict(run, 'deployed');
    expect(run.stdout).toMatch(/Deployment left-green serves since a blue-green release/);
    expect(await own.selectorOf('left')).toEqual({ app: 'left' });
    expect(await own.imageOf('left')).toBe(sampleImage('v1'));
    expect(await own.replicasOf('left-green')).toBeUndefined();
    expect(await own.read('v1', 'Service', 'left-preview')).toBeUndefined();
    const { failures, versions } = await users.stop();
    expect({ failures, versions: Object.keys(versions).sort() }).toEqual({
      failures: 0,
      versions: ['1.0.0', '2.0.0'],
    });
    const again = await own.deploy('left', own.app('left', 'v1'), { strategy: 'rolling' });
    expectVerdict(again, 'unchanged');
  });
});
