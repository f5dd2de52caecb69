import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awaitReady } from '../../shared/src/cluster/await-ready.ts';
import type { AwaitReadyOptions, AwaitReadyResult } from '../../shared/src/cluster/await-ready.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import type { Diagnosis } from '../../shared/src/cluster/readiness.ts';
import { valueAt } from '../../shared/src/json/json.ts';
import { systemClock } from '../../shared/src/time/system-clock.ts';
import { eventually } from './support/eventually.ts';
import { ownNamespace, testContext } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import {
  daemonSet,
  deployment,
  ending,
  job,
  sampleImage,
  statefulSet,
} from './support/workloads.ts';

const longest = 150_000;
const signal = AbortSignal.timeout(longest);

let own: OwnNamespace;
let limited: OwnNamespace;
let scenarios: Readonly<Record<string, Promise<AwaitReadyResult>>>;

/** Applies objects and waits for them. */
async function release(
  objects: readonly KubeObject[],
  options: Partial<AwaitReadyOptions> = {},
  { cluster }: OwnNamespace = own,
): Promise<AwaitReadyResult> {
  for (const object of objects) await cluster.apply(object, { signal });
  const references = objects.map(({ apiVersion, kind, metadata: { name } }) => ({
    apiVersion,
    kind,
    name,
  }));
  return awaitReady(cluster, references, {
    signal,
    timeout: 90_000,
    failFast: true,
    logLines: 10,
    clock: systemClock,
    log: testContext().log,
    ...options,
  });
}

/** Makes the second release over the first, whatever became of that. */
async function oneOverOther(first: KubeObject, second: KubeObject): Promise<AwaitReadyResult> {
  await release([first]);
  return release([second]);
}

/** No pod may be made in the namespace. */
async function forbidPods({ cluster, namespace }: OwnNamespace): Promise<void> {
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'no-pods' } };
  await cluster.create({ ...quota, spec: { hard: { pods: '0' } } }, { signal });
  const reference = { apiVersion: 'v1', kind: 'ResourceQuota', name: 'no-pods', namespace };
  await eventually(
    async () => valueAt(await cluster.read(reference, signal), 'status', 'hard', 'pods'),
    (pods) => pods === '0',
  );
}

const missingImage = { image: sampleImage('never-pushed') };

// All run at once, as most of their time is spent waiting; each is looked at by its own test.
beforeAll(async () => {
  [own, limited] = await Promise.all([ownNamespace('readiness'), ownNamespace('quota')]);
  await forbidPods(limited);
  scenarios = {
    good: release([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain' } },
      deployment('good'),
      daemonSet('good'),
      statefulSet('good'),
      job('good', ending('migrated', 0)),
    ]),
    crash: release([deployment('crash', ending('no database', 3))]),
    badOverGood: oneOverOther(
      deployment('shop'),
      deployment('shop', { image: sampleImage('v2-crash') }),
    ),
    goodOverBad: oneOverOther(deployment('mended', missingImage), deployment('mended')),
    badSetOverGood: oneOverOther(statefulSet('store'), statefulSet('store', missingImage)),
    pull: release([deployment('pull', missingImage)]),
    slowPull: release([deployment('slow-pull', missingImage)], {
      failFast: false,
      timeout: 10_000,
    }),
    config: release([deployment('config', { envFrom: [{ configMapRef: { name: 'nowhere' } }] })]),
    schedule: release([deployment('huge', { resources: { requests: { memory: '1000Ti' } } })], {
      graces: { schedule: 500 },
    }),
    unready: release([deployment('unready', { image: sampleImage('v2-unready') })], {
      // Among so many others its container takes its time to start at all.
      timeout: 25_000,
    }),
    job: release([job('migrate', ending('table is locked', 7))]),
    quota: release([deployment('refused')], {}, limited),
    quotaOfSet: release([statefulSet('refused')], {}, limited),
    missing: awaitReady(
      own.cluster,
      [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'nothing' }],
      {
        signal,
        timeout: 500,
        failFast: true,
        logLines: 10,
        clock: systemClock,
        log: testContext().log,
      },
    ),
  };
  // A test that looks at one reports its failure; none may end the process before.
  for (const scenario of Object.values(scenarios)) scenario.catch(() => undefined);
}, longest);

afterAll(async () => {
  await Promise.allSettled(Object.values(scenarios));
  await Promise.all([own.close(), limited.close()]);
}, longest);

/** The only diagnosis of a scenario, which must have failed. */
async function diagnosisOf(scenario: string): Promise<Diagnosis> {
  const end = await scenarios[scenario];
  const [diagnosis, ...others] = end === undefined || end.ready ? [] : end.diagnoses;
  if (diagnosis === undefined || others.length > 0) {
    throw new Error(`${scenario} has not one diagnosis: ${JSON.stringify(end)}`);
  }
  return diagnosis;
}

describe('waiting until ready', () => {
  test(
    'objects of several kinds are waited for together',
    async () => {
      expect(await scenarios.good).toEqual({ ready: true });
    },
    longest,
  );

  test(
    'pods of a bad revision say nothing about the good one that follows',
    async () => {
      expect(await scenarios.goodOverBad).toEqual({ ready: true });
    },
    longest,
  );

  test('the signal ends the wait with its reason', async () => {
    const cancel = new AbortController();
    const waiting = release([deployment('never', missingImage)], {
      failFast: false,
      signal: cancel.signal,
    });
    const reason = new Error('cancelled');
    cancel.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('a diagnosis names the cause', () => {
  test.each([
    ['crash', /^Deployment crash in namespace .*container app of pod crash-.* exit code 3/],
    ['pull', /image .*podinfo:never-pushed of container app of pod pull-.* cannot be pulled/],
    ['slowPull', /podinfo:never-pushed of container app of pod slow-pull-.* cannot be pulled/],
    ['config', /container app of pod config-.*CreateContainerConfigError.*"nowhere" not found/],
    ['schedule', /pod huge-.* cannot be scheduled: 0\/1 nodes are available.*memory/],
    ['unready', /0 of 1 pods are available; container app of pod unready-.* is not ready/],
    ['job', /^Job migrate in .*backoff limit.*container app of pod migrate-.* exit code 7/],
    ['quota', /^Deployment refused in .*its pods are refused: .*exceeded quota: no-pods/],
    ['quotaOfSet', /^StatefulSet refused in .*its pods are refused: .*exceeded quota: no-pods/],
    ['missing', /^Deployment nothing is not ready: it does not exist$/],
  ])(
    '%s',
    async (scenario, reason) => {
      const diagnosis = await diagnosisOf(scenario);
      expect(diagnosis.reason).toMatch(reason);
      expect(diagnosis.reason).not.toContain('\n');
      expect(diagnosis.hint).toMatch(/\.$/);
    },
    longest,
  );

  test(
    'with the log line of a container between two lives',
    async () => {
      const { containers, events } = await diagnosisOf('crash');
      expect(containers).toHaveLength(1);
      const [container] = containers;
      expect(container).toMatchObject({ container: 'app', exitCode: 3 });
      expect(container?.restarts).toBeGreaterThanOrEqual(2);
      expect([...(container?.previousLog ?? []), ...(container?.log ?? [])]).toContain(
        'no database',
      );
      expect(events.join('\n')).toMatch(/Normal Scheduled: Successfully assigned .*crash-/);
    },
    longest,
  );

  test(
    'with the log of a Job that gave up',
    async () => {
      const { containers } = await diagnosisOf('job');
      expect(containers).toMatchObject([
        { container: 'app', exitCode: 7, log: ['table is locked'] },
      ]);
    },
    longest,
  );
});

describe('a bad revision over a good one', () => {
  test(
    'of a Deployment is told by its own pods only',
    async () => {
      const { containers, reason } = await diagnosisOf('badOverGood');
      const pods = await own.cluster.list(
        { apiVersion: 'v1', kind: 'Pod', labelSelector: 'app=shop' },
        signal,
      );
      const bad = pods.filter(
        (pod) => valueAt(pod, 'spec', 'containers', 0, 'image') === sampleImage('v2-crash'),
      );
      expect(pods).toHaveLength(2);
      expect(containers.map(({ pod }) => pod)).toEqual(bad.map(({ metadata }) => metadata.name));
      expect(reason).toContain(containers[0]?.pod);
    },
    longest,
  );

  test(
    'of a StatefulSet is told by its image',
    async () => {
      const { reason } = await diagnosisOf('badSetOverGood');
      expect(reason).toMatch(/never-pushed of container app of pod store-0 cannot be pulled/);
    },
    longest,
  );
});
