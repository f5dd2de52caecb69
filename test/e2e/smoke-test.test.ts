import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import type { JsonObject } from '../../shared/src/json/json.ts';
import { arrayAt, stringAt } from '../../shared/src/json/json.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { runBundle } from '../contract/support/run-bundle.ts';
import type { BundleRun } from '../contract/support/run-bundle.ts';
import { closedPort, greeter, permission, service } from './support/smoke-subjects.ts';
import { appObjects, untilReachable } from './support/canary-app.ts';
import { eventually } from './support/eventually.ts';
import { testCluster } from './support/test-cluster.ts';
import { ownNamespace, testInputs } from './support/test-connection.ts';
import type { OwnNamespace, Variant } from './support/test-connection.ts';
import { deployment, sampleImage } from './support/workloads.ts';

const longest = 60_000;
const signal = AbortSignal.timeout(120_000);
const { envoyUrl, kubeconfig, forbiddenKubeconfig } = testCluster();

let own: OwnNamespace;
let host: string;
let runs: Readonly<Record<string, Promise<BundleRun>>>;
const removals: (() => void)[] = [];

const readPods = { resources: ['pods'], verbs: ['get', 'list'] };

async function podsOf(app: string): Promise<readonly KubeObject[]> {
  return own.cluster.list({ apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${app}` }, signal);
}

async function untilServing(app: string): Promise<readonly KubeObject[]> {
  return eventually(
    async () => podsOf(app),
    (pods) => pods.length === 2 && pods.every(isServing),
    longest,
  );
}

/** The digest that the kubelet says a pod runs. */
function digestOf(pod: KubeObject | undefined): string {
  const [status] = arrayAt(pod, 'status', 'containerStatuses');
  return stringAt(status, 'imageID')?.split('@')[1] ?? '';
}

/** A kubeconfig of this variant of the connection; it is removed at the end. */
function variantOf(variant: Variant): string {
  const { inputs, remove } = testInputs(variant);
  removals.push(remove);
  return inputs.source.kind === 'files' ? (inputs.source.files[0] ?? '') : '';
}

async function smokeTest(inputs: Readonly<Record<string, string>>): Promise<BundleRun> {
  return runBundle('smoke-test', {
    inputs: {
      ...('url' in inputs ? {} : { kubeconfig, namespace: own.namespace }),
      'wait-for': '0',
      ...inputs,
    },
  });
}

// All run at once, as they mostly wait; each is looked at by its own test.
beforeAll(async () => {
  own = await ownNamespace('smoke');
  host = `shop.${own.namespace}.test`;
  const objects = [
    ...appObjects('shop', host, 'v1'),
    greeter('polite', 'greeter', 'hello'),
    greeter('rude', 'greeter', 'go away'),
    service('greeter'),
    greeter('asleep', 'half', 'hello', closedPort),
    greeter('awake', 'half', 'hello'),
    service('half'),
    deployment('unready', {
      image: sampleImage('v2-unready'),
      command: ['/bin/busybox', 'sh', '-c', 'echo no database yet; exec /podinfo'],
    }),
    {
      ...deployment('nobody'),
      spec: { ...(deployment('nobody').spec as JsonObject), replicas: 0 },
    },
    ...permission('smoke-reader', readPods),
    // The rules of the README.
    ...permission(
      'smoke-asker',
      { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: ['get', 'list'] },
      readPods,
      { resources: ['pods/portforward'], verbs: ['get', 'create'] },
    ),
  ];
  await Promise.all(objects.map(async (object) => own.cluster.apply(object, { signal })));
  const early = {
    unready: smokeTest({ target: 'deployment/unready', 'wait-for': '6s', interval: '500ms' }),
    noServer: smokeTest({
      target: 'deployment/shop',
      kubeconfig: variantOf({ server: 'https://127.0.0.1:1' }),
    }),
  };
  const [shop] = await Promise.all([
    untilServing('shop'),
    untilServing('greeter'),
    untilReachable(host),
  ]);
  const greeting = '- path: /api/info\n  expect: { json: [$.message = hello] }';
  const digest = digestOf(shop[0]);
  runs = {
    ...early,
    throughEnvoy: smokeTest({
      url: envoyUrl,
      'wait-for': '30s',
      interval: '100ms',
      checks: `
- name: version
  path: /version
  headers: { host: ${host} }
  expect: { headers: { content-type: { matches: json } }, json: [$.version = 1.0.0] }`,
    }),
    everyPod: smokeTest({
      target: 'deployment/shop',
      'expect-image': sampleImage('v1'),
      'wait-for': '30s',
      interval: '100ms',
      'stable-for': '2',
    }),
    digest: smokeTest({
      target: 'service/shop:http',
      'expect-image': `${sampleImage('v1').replace(/:v1$/, '')}@${digest}`,
      'expect-body': 'OK',
    }),
    wrongImage: smokeTest({ target: 'deployment/shop', 'expect-image': sampleImage('v2') }),
    wrongDigest: smokeTest({
      target: 'service/shop',
      'expect-image': `${sampleImage('v1')}@sha256:${'0'.repeat(64)}`,
    }),
    wrongBody: smokeTest({ target: 'deployment/shop', 'expect-body': 'something else' }),
    oneBad: smokeTest({ target: 'service/greeter', checks: greeting }),
    onePod: smokeTest({ target: 'pod/polite', checks: greeting }),
    onlyConnect: smokeTest({ target: 'pod/rude' }),
    refusing: smokeTest({ target: 'pod/polite:9' }),
    refusingPath: smokeTest({ target: 'pod/polite:9', checks: '- path: /' }),
    otherPort: smokeTest({ target: 'service/shop:443' }),
    half: smokeTest({ target: 'service/half', checks: greeting }),
    halfAllowed: smokeTest({
      target: 'service/half',
      'allow-unready': 'true',
      'wait-for': '20s',
      'stable-for': '1',
      checks: greeting,
    }),
    nobody: smokeTest({ target: 'deployment/nobody' }),
    missing: smokeTest({ target: 'deployment/nothing' }),
    forbidden: smokeTest({ target: 'deployment/shop', kubeconfig: forbiddenKubeconfig }),
    onlyWhatIsNeeded: smokeTest({
      target: 'deployment/shop',
      kubeconfig: variantOf({ user: { as: 'smoke-asker' } }),
    }),
    noPortForward: smokeTest({
      target: 'pod/polite',
      kubeconfig: variantOf({ user: { as: 'smoke-reader' } }),
    }),
    allowedUnready: smokeTest({
      target: 'deployment/unready:9898',
      'allow-unready': 'true',
      'wait-for': '20s',
      'stable-for': '1',
      checks: '- path: /version',
    }),
  };
  // The test that looks at a run reports its failure; none may end the process before.
  for (const run of Object.values(runs)) run.catch(() => undefined);
}, longest);

afterAll(async () => {
  for (const remove of removals) remove();
  await own.close();
});

async function endOf(name: string): Promise<BundleRun> {
  const run = await runs[name];
  if (run === undefined) throw new Error(`${name} did not run`);
  return run;
}

describe('passes', () => {
  test.each([
    ['throughEnvoy', '1'],
    ['everyPod', '2'],
    ['digest', '2'],
    ['onePod', '1'],
    ['onlyConnect', '1'],
    ['onlyWhatIsNeeded', '2'],
    ['allowedUnready', '1'],
    ['halfAllowed', '1'],
  ])(
    '%s',
    async (name, total) => {
      const { exitCode, outputs, summary } = await endOf(name);
      expect(outputs).toMatchObject({ verdict: 'passed', reason: '', passed: total, total });
      expect(exitCode).toBe(0);
      expect(summary).toContain('✅ smoke-test: passed');
    },
    longest,
  );

  test('every pod of a Deployment is asked for its readiness path', async () => {
    const { report } = await endOf('everyPod');
    const pods = await podsOf('shop');
    expect(report).toMatchObject({
      decidingRounds: 2,
      checks: expect.arrayContaining(
        pods.map(({ metadata }) => ({
          check: 'readiness path /readyz',
          place: `pod ${metadata.name}`,
          latencyMs: expect.any(Number),
          passed: true,
          problems: [],
        })),
      ),
    });
  });

  test('where nothing tells a path, the port must take a connection, and the summary says so', async () => {
    expect((await endOf('onlyConnect')).summary).toContain('TCP connect to port 9898');
  });
});

describe('ends badly', () => {
  test.each([
    [
      'wrongImage',
      'wrong-version',
      /pod shop-\S+ runs \S+podinfo:v1, not \S+podinfo:v2 \(and 1 more\)$/,
    ],
    ['wrongDigest', 'wrong-version', /podinfo:v1 \(sha256:\w{64}\), not .*@sha256:0{64}/],
    [
      'wrongBody',
      'failed',
      /readiness path \/readyz at pod shop-.*body does not contain "something else"/,
    ],
    ['oneBad', 'failed', /^\/api\/info at pod rude: \$\.message = hello: it is "go away"$/],
    ['refusing', 'unreachable', /^TCP connect to port 9 at pod polite: .*connection refused/],
    ['refusingPath', 'unreachable', /^\/ at pod polite: port 9 of pod polite .*connection refused/],
    ['otherPort', 'unreachable', /^Service shop has no port 443; it has 80 \(http\)$/],
    ['nobody', 'unreachable', /^no pod stands behind deployment\/nobody$/],
    ['missing', 'unreachable', /^Deployment nothing in namespace \S+ does not exist$/],
    ['forbidden', 'unreachable', /^get deployments.apps shop in namespace \S+: 403 Forbidden/],
    ['noPortForward', 'unreachable', /pods\/portforward polite in namespace \S+: 403 Forbidden/],
    ['noServer', 'unreachable', /https:\/\/127.0.0.1:1 cannot be used: nothing listens there/],
    ['half', 'failed', /^pod asleep is not ready/],
    ['unready', 'failed', /^pod unready-\S+ is not ready$/],
  ])(
    '%s',
    async (name, verdict, reason) => {
      const { exitCode, outputs, summary, stdout } = await endOf(name);
      expect(outputs).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
      expect(exitCode).toBe(1);
      expect(stdout).toContain(`::error::smoke-test: ${verdict}: `);
      expect(summary).toContain(`❌ smoke-test: ${verdict}`);
    },
    longest,
  );

  test('the good pods of a bad Service are shown beside the bad one', async () => {
    const { outputs, summary } = await endOf('oneBad');
    expect(outputs).toMatchObject({ passed: '1', failed: '1', total: '2' });
    expect(summary).toContain('| ✅ | /api/info | `pod polite` |');
    expect(summary).toContain('| ❌ | /api/info | `pod rude` |');
    expect(summary).toContain('Pod rude is Running, ready, with 0 restarts');
    expect(summary).not.toContain('Pod polite is');
  });

  test('an unready pod is shown with phase, restarts, events and last log lines', async () => {
    const { summary, report } = await endOf('unready');
    expect(summary).toMatch(/Pod unready-\S+ is Running, not ready, with 0 restarts/);
    expect(summary).toMatch(/- Warning Unhealthy.*Readiness probe failed: .*503/);
    expect(report).toMatchObject({
      checks: [],
      diagnoses: [
        {
          object: { kind: 'Pod', namespace: own.namespace },
          containers: [{ container: 'app', state: 'not ready', restarts: 0 }],
        },
      ],
    });
    expect(summary).toContain('no database yet');
  });

  test.each([
    ['forbidden', 'apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]'],
    ['noPortForward', 'resources: ["pods/portforward"], verbs: ["get", "create"]'],
  ])('%s tells the rule that is missing', async (name, rule) => {
    const { stdout } = await endOf(name);
    expect(stdout).toContain('Add this rule to a Role in namespace');
    expect(stdout).toContain(rule);
  });
});
