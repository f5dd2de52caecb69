import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BundleRun } from '../contract/support/run-bundle.ts';
import type { JsonObject } from '../../shared/src/json/json.ts';
import { arrayAt, stringAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { withPods } from './support/slow-app.ts';
import type { PodChanges } from './support/slow-app.ts';

const longest = 180_000;

/** A run and how long it took, in milliseconds. */
interface Timed {
  readonly run: BundleRun;
  readonly took: number;
}

let own: ReleaseNamespace;
let limited: ReleaseNamespace;
let strict: ReleaseNamespace;
let scenarios: Readonly<Record<string, Promise<Timed>>>;

/** Deploys the sample application with these changes, with a timeout that none of the faults may reach. */
async function deployChanged(
  name: string,
  changes: PodChanges,
  { within = own, others = [] }: { within?: ReleaseNamespace; others?: readonly object[] } = {},
): Promise<Timed> {
  return timed(within, name, [...withPods({ name, tag: 'v1' }, changes), ...others]);
}

async function timed(
  within: ReleaseNamespace,
  name: string,
  objects: readonly object[],
  timeout = '10m',
): Promise<Timed> {
  const started = performance.now();
  const run = await within.deploy(name, objects, { timeout });
  return { run, took: performance.now() - started };
}

/** No pod may be made in the namespace. */
async function forbidPods({ cluster, read }: ReleaseNamespace): Promise<void> {
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'no-pods' } };
  await cluster.create({ ...quota, spec: { hard: { pods: '0' } } }, { signal: deadline() });
  await eventually(
    async () => stringAt(await read('v1', 'ResourceQuota', 'no-pods'), 'status', 'hard', 'pods'),
    (pods) => pods === '0',
  );
}

/** Pods that are not hardened are refused in the namespace. */
async function demandHardPods({ cluster, namespace }: ReleaseNamespace): Promise<void> {
  const label = '/metadata/labels/pod-security.kubernetes.io~1enforce';
  await cluster.patch(
    { apiVersion: 'v1', kind: 'Namespace', name: namespace },
    [{ op: 'add', path: label, value: 'restricted' }],
    { signal: deadline() },
  );
}

/** Runs a script in the sample application's image; its pod is ready while /tmp/ready is there. */
function scripted(script: string, workload: JsonObject = {}): PodChanges {
  return {
    workload,
    container: {
      command: ['/bin/busybox', 'sh', '-c', script],
      readinessProbe: {
        exec: { command: ['/bin/busybox', 'test', '-f', '/tmp/ready'] },
        periodSeconds: 1,
        failureThreshold: 1,
      },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
    pod: { volumes: [{ name: 'tmp', emptyDir: {} }] },
  };
}

const busybox = (command: string): string =>
  command.replace(/\b(touch|sleep|rm)\b/g, '/bin/busybox $1');

beforeAll(async () => {
  [own, limited, strict] = await Promise.all([
    releaseNamespace('deploy-faults-rollout'),
    releaseNamespace('deploy-faults-quota'),
    releaseNamespace('deploy-faults-strict'),
  ]);
  await Promise.all([forbidPods(limited), demandHardPods(strict)]);
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'budget' },
    spec: { minAvailable: 3, selector: { matchLabels: { app: 'budget' } } },
  };
  const flapping = busybox(
    'while true; do touch /tmp/ready; sleep 2; rm /tmp/ready; sleep 6; done',
  );
  const settling = busybox(
    'touch /tmp/ready; sleep 3; rm /tmp/ready; sleep 5; touch /tmp/ready; sleep 1000',
  );
  scenarios = {
    image: timed(own, 'image', application({ name: 'image', tag: 'none' })),
    crash: timed(own, 'crash', application({ name: 'crash', tag: 'v2-crash' })),
    quota: deployChanged('quota', {}, { within: limited }),
    huge: deployChanged('huge', { container: { resources: { requests: { memory: '900Ti' } } } }),
    budget: deployChanged('budget', {}, { others: [budget] }),
    readiness: timed(
      own,
      'readiness',
      withPods({ name: 'readiness', tag: 'v1' }, (container) => ({
        workload: { progressDeadlineSeconds: 10 },
        container: {
          readinessProbe: { httpGet: { path: '/nowhere', port: 'http' }, periodSeconds: 1 },
          env: [{ name: 'PODINFO_LEVEL', value: 'info' }],
          image: stringAt(container, 'image') ?? '',
        },
      })),
    ),
    liveness: deployChanged('liveness', {
      container: {
        readinessProbe: { httpGet: { path: '/nowhere', port: 'http' }, periodSeconds: 1 },
        // Else the first question may come before it listens, and be answered with another failure.
        startupProbe: {
          httpGet: { path: '/healthz', port: 'http' },
          periodSeconds: 1,
          failureThreshold: 60,
          timeoutSeconds: 10,
        },
        livenessProbe: {
          httpGet: { path: '/nowhere', port: 'http' },
          timeoutSeconds: 10,
          periodSeconds: 1,
          failureThreshold: 1,
        },
        env: [{ name: 'PODINFO_LEVEL', value: 'info' }],
      },
    }),
    refused: deployChanged('refused', {}, { within: strict }),
    config: timed(
      own,
      'config',
      application({ name: 'config', tag: 'v1', environmentFrom: ['nowhere'] }),
    ),
    secret: deployChanged('secret', {
      pod: { volumes: [{ name: 'keys', secret: { secretName: 'no-keys' } }] },
      container: { volumeMounts: [{ name: 'keys', mountPath: '/keys' }] },
    }),
    flapping: timed(
      own,
      'flapping',
      withPods({ name: 'flapping', tag: 'v1' }, scripted(flapping, { minReadySeconds: 10 })),
      '25s',
    ),
    settling: timed(
      own,
      'settling',
      withPods({ name: 'settling', tag: 'v1' }, scripted(settling, { minReadySeconds: 5 })),
    ),
    unprobed: deployChanged('unprobed', {
      container: {
        readinessProbe: null,
        command: ['/bin/busybox', 'sh', '-c', busybox('echo no license; sleep 1; exit 4')],
      },
    }),
  };
  // A test that looks at one reports its failure; none may end the process before.
  for (const scenario of Object.values(scenarios)) scenario.catch(() => undefined);
}, longest);

afterAll(async () => {
  await Promise.allSettled(Object.values(scenarios));
  await Promise.all([own.close(), limited.close(), strict.close()]);
}, longest);

async function ended(name: string): Promise<Timed> {
  const scenario = await scenarios[name];
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  return scenario;
}

describe('fault 16: a rollout that never becomes ready fails long before its timeout, by', () => {
  test.each([
    ['image', /image .*podinfo:none of container podinfo of pod image-.* cannot be pulled/],
    ['crash', /container podinfo of pod crash-.* crashes: exit code 2 .*last line of its log: /],
    ['quota', /its pods are refused: .*exceeded quota: no-pods/],
    ['huge', /pod huge-.* cannot be scheduled: 0\/\d+ nodes are available.*memory/],
    [
      'budget',
      /PodDisruptionBudget budget .*1 of 3 protected pods are healthy.*selects only 1 pod/,
    ],
    ['readiness', /Readiness probe failed: .*404.*last line of its log: /],
    ['liveness', /Liveness probe failed: .*404.*last line of its log: /],
    ['refused', /its pods are refused: .*violates PodSecurity "restricted/],
    ['config', /container podinfo of pod config-.*"nowhere" not found/],
    ['secret', /volume of pod secret-.* cannot be mounted.*"no-keys" not found/],
  ])(
    '%s',
    async (name, reason) => {
      const { run, took } = await ended(name);
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
      expect(run.outputs.reason).toMatch(reason);
      // The longest grace is a minute; the timeout would be ten.
      expect(took).toBeLessThan(120_000);
    },
    longest,
  );

  test.each([['crash'], ['liveness'], ['readiness']])(
    '%s, with the last lines of the log in report and summary',
    async (name) => {
      const { run } = await ended(name);
      const [container] = arrayAt(run.report, 'diagnoses', 0, 'containers');
      const lines = [...arrayAt(container, 'previousLog'), ...arrayAt(container, 'log')];
      const last = lines.filter((line) => typeof line === 'string').at(-1) ?? '';
      expect(last.length).toBeGreaterThan(10);
      expect(run.summary).toContain(last.slice(0, 60));
    },
    longest,
  );
});

describe('fault 17: a rollout that flaps', () => {
  test(
    'is not deployed while its pods do not stay ready, and that is said',
    async () => {
      const { run } = await ended('flapping');
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
      expect(run.outputs.reason).toMatch(/Deployment flapping .*0 of 1 pods are available/);
    },
    longest,
  );

  test(
    'is deployed once they stayed ready for minReadySeconds',
    async () => {
      const { run, took } = await ended('settling');
      expect([run.outputs.verdict, run.outputs.reason]).toEqual(['deployed', '']);
      // 3 s ready, 5 s not, and then 5 s ready without a break.
      expect(took).toBeGreaterThan(12_000);
    },
    longest,
  );

  test(
    'without a probe is not believed at its first moment',
    async () => {
      const { run } = await ended('unprobed');
      expectVerdict(run, 'failed');
      expect(run.outputs.reason).toMatch(/crashes: exit code 4 .*last line of its log: no license/);
    },
    longest,
  );
});
