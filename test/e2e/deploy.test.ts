import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { numberAt, stringAt, valueAt } from '../../shared/src/json/json.ts';
import { fromSecret } from '../../shared/src/release/record-secret.ts';
import type { ReleaseRecord } from '../../shared/src/release/release-record.ts';
import { runBundle, startBundle } from '../contract/support/run-bundle.ts';
import type { BundleOptions, BundleRun } from '../contract/support/run-bundle.ts';
import { eventually } from './support/eventually.ts';
import { application, configMap, sampleImage, workspaceWith } from './support/manifest-folder.ts';
import { writeAs } from './support/other-manager.ts';
import { testCluster } from './support/test-cluster.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: OwnNamespace;

beforeAll(async () => {
  own = await ownNamespace('deploy');
});

afterAll(async () => {
  await own.close();
});

const signal = (): AbortSignal => AbortSignal.timeout(30_000);

type Objects = readonly object[] | string;

function options(release: string, objects: Objects, inputs: Record<string, string>): BundleOptions {
  return {
    workspace: workspaceWith({ [typeof objects === 'string' ? 'app.yaml' : 'app.json']: objects }),
    environment: { GITHUB_REPOSITORY: 'test/shop', GITHUB_RUN_ID: '1' },
    inputs: {
      kubeconfig: testCluster().kubeconfig,
      namespace: own.namespace,
      manifests: '.',
      release,
      timeout: '60s',
      'lock-timeout': '0',
      ...inputs,
    },
  };
}

function deploy(
  release: string,
  objects: Objects,
  inputs: Record<string, string> = {},
): Promise<BundleRun> {
  return runBundle('deploy', options(release, objects, inputs));
}

async function deployed(release: string, objects: Objects): Promise<BundleRun> {
  const run = await deploy(release, objects);
  expect([run.outputs.verdict, run.outputs.reason]).toEqual(['deployed', '']);
  return run;
}

function read(apiVersion: string, kind: string, name: string): Promise<KubeObject | undefined> {
  return own.cluster.read({ apiVersion, kind, name }, signal());
}

async function imageOf(deployment: string): Promise<string | undefined> {
  const object = await read('apps/v1', 'Deployment', deployment);
  return stringAt(object, 'spec', 'template', 'spec', 'containers', 0, 'image');
}

async function records(release: string): Promise<readonly ReleaseRecord[]> {
  const query = {
    apiVersion: 'v1',
    kind: 'Secret',
    labelSelector: `kube-delivery.dev/release=${release}`,
  };
  const secrets = await own.cluster.list(query, signal());
  return secrets.map(fromSecret).sort((a, b) => a.revision - b.revision);
}

/** Name and version of everything that a deployment could write to. */
async function versions(): Promise<readonly string[]> {
  const kinds = [
    ['v1', 'ConfigMap'],
    ['v1', 'Secret'],
    ['v1', 'Service'],
    ['apps/v1', 'Deployment'],
    ['coordination.k8s.io/v1', 'Lease'],
  ] as const;
  const lists = await Promise.all(
    kinds.map(([apiVersion, kind]) => own.cluster.list({ apiVersion, kind }, signal())),
  );
  return lists.flatMap((list, index) =>
    list.map(({ metadata }) => {
      // The status of a Deployment moves on by itself.
      const version = metadata.generation ?? metadata.resourceVersion ?? '';
      return `${kinds[index]?.[1] ?? ''}/${metadata.name}@${version}`;
    }),
  );
}

describe('rolling', () => {
  test('deploys, does not write again what is there, and updates', async () => {
    const app = { name: 'web', tag: 'v1' };
    const first = await deployed('web', application(app));
    expect(first.exitCode).toBe(0);
    expect(first.outputs).toMatchObject({
      release: 'web',
      revision: '1',
      'previous-revision': '',
      changes: '{"created":2,"updated":0,"unchanged":0,"deleted":0}',
      images: JSON.stringify([sampleImage('v1')]),
      canary: '',
    });
    const [workload] = JSON.parse(first.outputs.workloads ?? '[]') as Record<string, unknown>[];
    expect(workload).toMatchObject({ kind: 'Deployment', name: 'web', ready: true });
    expect(workload?.revision).toMatch(/^[a-z0-9]+$/);

    const before = await versions();
    const again = await deploy('web', application(app));
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1', reason: '' });
    expect(await versions()).toEqual(before);

    const next = await deploy('web', application(app), { images: sampleImage('v2') });
    expect(next.outputs).toMatchObject({
      verdict: 'deployed',
      revision: '2',
      'previous-revision': '1',
      changes: '{"created":0,"updated":1,"unchanged":1,"deleted":0}',
    });
    expect(await imageOf('web')).toBe(sampleImage('v2'));
    const object = await read('apps/v1', 'Deployment', 'web');
    expect(object?.metadata.labels).toMatchObject({
      'app.kubernetes.io/managed-by': 'kube-delivery',
    });
    expect(object?.metadata.annotations).toMatchObject({ 'kube-delivery.dev/release': 'web' });
    expect((await records('web')).map(({ outcome }) => outcome)).toEqual(['deployed', 'deployed']);
  });

  test('goes back when the image crashes, and says what it said', async () => {
    await deployed('crash', application({ name: 'crash', tag: 'v1' }));
    const added = configMap('crash-added', { a: 'b' });
    const run = await deploy('crash', [...application({ name: 'crash', tag: 'v2-crash' }), added]);
    expect(run.exitCode).toBe(1);
    expect(run.outputs.verdict).toBe('rolled-back');
    expect(run.outputs.reason).toMatch(
      /Deployment crash .*exit code \d+.*last line of its log: .*podinfo.*; revision 1 runs again/,
    );
    expect(await imageOf('crash')).toBe(sampleImage('v1'));
    expect(await read('v1', 'ConfigMap', 'crash-added')).toBeUndefined();
    expect((await records('crash')).map(({ outcome }) => outcome)).toEqual([
      'deployed',
      'rolled-back',
    ]);
    const again = await deploy('crash', application({ name: 'crash', tag: 'v1' }));
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '1' });
  });

  test('is not unchanged when what runs is no longer ready', async () => {
    await deployed('faded', application({ name: 'faded', tag: 'v1' }));
    const pods = { apiVersion: 'v1', kind: 'Pod', labelSelector: 'app=faded' };
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none' } };
    await own.cluster.create({ ...quota, spec: { hard: { pods: '0' } } }, { signal: signal() });
    try {
      for (const pod of await own.cluster.list(pods, signal())) {
        await own.cluster.delete({ ...pods, name: pod.metadata.name }, { signal: signal() });
      }
      const run = await deploy('faded', application({ name: 'faded', tag: 'v1' }));
      expect(run.outputs.verdict).toBe('failed');
      expect(run.outputs.reason).toMatch(/nothing changed, but Deployment faded .*quota/);
    } finally {
      await own.cluster.delete({ ...quota, name: 'none' }, { signal: signal() });
    }
  });

  test('tells in seconds that an image is not there; a first release is left as it is', async () => {
    const began = performance.now();
    const run = await deploy('missing', application({ name: 'missing', tag: 'none' }));
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(run.outputs.verdict).toBe('failed');
    expect(run.outputs.reason).toMatch(
      /podinfo:none.*(ImagePullBackOff|ErrImagePull).*first release/,
    );
    expect(await imageOf('missing')).toBe(sampleImage('none'));
  });

  test('brings a definition and its objects in one release', async () => {
    const group = `${own.namespace}.example.com`;
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `widgets.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: 'object', properties: { size: { type: 'integer' } } },
            },
          },
        ],
      },
    };
    const widget = { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'w' }, size: 3 };
    try {
      await deployed('widgets', [widget, definition]);
      expect(await read(`${group}/v1`, 'Widget', 'w')).toMatchObject({ size: 3 });
    } finally {
      const reference = { ...definition, name: definition.metadata.name };
      await own.cluster.delete(reference, { signal: signal() });
    }
  });

  test('a finished Job is unchanged, another spec of it runs anew', async () => {
    const job = (...command: string[]): object => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once' },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'once', image: sampleImage('v1'), command }],
          },
        },
      },
    });
    await deployed('once', [job('/bin/busybox', 'true')]);
    const first = await read('batch/v1', 'Job', 'once');
    const again = await deploy('once', [job('/bin/busybox', 'true')]);
    expect(again.outputs.verdict).toBe('unchanged');
    const other = await deployed('once', [job('/bin/busybox', 'echo', 'more')]);
    expect(other.outputs.changes).toBe('{"created":0,"updated":1,"unchanged":0,"deleted":0}');
    const second = await read('batch/v1', 'Job', 'once');
    expect(second?.metadata.uid).not.toBe(first?.metadata.uid);
    expect(numberAt(second, 'status', 'succeeded')).toBe(1);
  });

  test('makes the namespace when it is told to', async () => {
    const namespace = `${own.namespace}-made`;
    const refused = await deploy('made', [configMap('made', {})], { namespace });
    expect(refused.outputs.verdict).toBe('failed');
    expect(refused.outputs.reason).toContain(`namespace ${namespace} does not exist`);
    try {
      const run = await deploy('made', [configMap('made', {})], {
        namespace,
        'create-namespace': 'true',
      });
      expect(run.outputs.verdict).toBe('deployed');
    } finally {
      const reference = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
      await own.cluster.delete(reference, { signal: signal() });
    }
  });

  test('leaves the replicas of an autoscaler alone', async () => {
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'scaled' },
      spec: {
        minReplicas: 1,
        maxReplicas: 3,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' },
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ],
      },
    };
    const app = { name: 'scaled', tag: 'v1', replicas: 1 };
    await deploy('scaled', [...application(app), autoscaler], { wait: 'false' });
    await writeAs('kube-controller-manager', {
      method: 'PATCH',
      path: `/apis/apps/v1/namespaces/${own.namespace}/deployments/scaled/scale`,
      body: { spec: { replicas: 2 } },
    });
    const run = await deploy('scaled', [...application({ ...app, tag: 'v2' }), autoscaler], {
      wait: 'false',
    });
    expect(run.outputs.verdict).toBe('deployed');
    const object = await read('apps/v1', 'Deployment', 'scaled');
    expect(numberAt(object, 'spec', 'replicas')).toBe(2);
  });
});

describe('what stands in the way', () => {
  test('another manager’s field is a conflict that names it; force takes it over', async () => {
    await deployed('owned', [configMap('owned', { a: '1', b: '1' })]);
    await writeAs('somebody', {
      method: 'PATCH',
      path: `/api/v1/namespaces/${own.namespace}/configmaps/owned`,
      body: { data: { a: '2' } },
    });
    const before = await versions();
    const run = await deploy('owned', [configMap('owned', { a: '3', b: '3' })]);
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'conflict']);
    expect(run.outputs.reason).toMatch(
      /ConfigMap owned .*\.data\.a belongs to field manager "somebody"/,
    );
    expect(await versions()).toEqual(before);
    const forced = await deploy('owned', [configMap('owned', { a: '3', b: '3' })], {
      'force-conflicts': 'true',
    });
    expect(forced.outputs.verdict).toBe('deployed');
  });

  test('objects made by kubectl apply are adopted', async () => {
    await writeAs('kubectl-client-side-apply', {
      method: 'POST',
      path: `/api/v1/namespaces/${own.namespace}/configmaps`,
      body: configMap('adopted', { a: '1' }),
    });
    await deployed('adopted', [configMap('adopted', { a: '2' })]);
    expect(await read('v1', 'ConfigMap', 'adopted')).toMatchObject({ data: { a: '2' } });
  });

  test('a lock that another run holds is a conflict that names the run', async () => {
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'kube-delivery-release-locked', namespace: own.namespace },
      spec: {
        holderIdentity: '4711/1/deploy/abc',
        leaseDurationSeconds: 30,
        renewTime: new Date().toISOString().replace('Z', '000Z'),
      },
    };
    await own.cluster.create(lease, { signal: signal() });
    const run = await deploy('locked', [configMap('locked', {})]);
    expect(run.outputs.verdict).toBe('conflict');
    expect(run.outputs.reason).toMatch(/4711/);
  });

  test('an unknown kind, an unknown field and a missing namespace are told at once', async () => {
    const before = await versions();
    const run = await deploy('odd', [
      { apiVersion: 'example.com/v1', kind: 'Gizmo', metadata: { name: 'g' } },
      { ...configMap('odd', {}), dta: { a: 'b' } },
      { ...configMap('far', {}), metadata: { name: 'far', namespace: 'not-there' } },
    ]);
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
    expect(run.outputs.reason).toMatch(/Gizmo g.*does not know the kind Gizmo/);
    expect(run.outputs.reason).toMatch(/ConfigMap odd.*dta/);
    expect(run.outputs.reason).toMatch(
      /ConfigMap far in namespace not-there.*"not-there" not found/,
    );
    expect(await versions()).toEqual(before);
  });

  test('a user without rights is told the rule to add', async () => {
    const run = await deploy('forbidden', [configMap('forbidden', {})], {
      kubeconfig: testCluster().forbiddenKubeconfig,
    });
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
    expect(run.stdout).toMatch(
      /Add this rule to a Role in namespace .*resources: \["\w+"\], verbs: \[/,
    );
  });

  test('malformed YAML, a wrong duration and an image that matches nothing are told together', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n name: b\n';
    const run = await deploy('bad', text, { timeout: '5', images: 'nginx' });
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'invalid']);
    expect(run.stdout).toMatch(/::error .*file=app\.yaml.*line=5.*app\.yaml:5: is not valid YAML/);
    expect(run.outputs.reason).toMatch(/timeout: "5" has no unit/);
    expect(run.outputs.reason).toMatch(/images: "nginx" names no fixed version/);
    const unmatched = await deploy('bad', application({ name: 'bad', tag: 'v1' }), {
      images: 'nginx:1.2.3',
    });
    expect(unmatched.outputs.verdict).toBe('invalid');
    expect(unmatched.outputs.reason).toContain(sampleImage('v1').replace(/:v1$/, ''));
  });

  test('a dry run shows what would change, hides Secrets, and writes nothing', async () => {
    const secret = (value: string): object => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'tried' },
      stringData: { password: value },
    });
    await deployed('tried', [configMap('tried', { a: '1' }), secret('first-password')]);
    const before = await versions();
    const run = await deploy(
      'tried',
      [configMap('tried', { a: '2' }), secret('second-password'), configMap('more', {})],
      { 'dry-run': 'true' },
    );
    expect([run.exitCode, run.outputs.verdict]).toEqual([0, 'planned']);
    expect(run.outputs.changes).toBe('{"created":1,"updated":2,"unchanged":0,"deleted":0}');
    expect(run.summary).toContain('data.a: "1" → "2"');
    expect(run.stdout.replace(/^::add-mask::.*$/gm, '') + run.summary).not.toMatch(/-password/);
    expect(await versions()).toEqual(before);
  });
});

describe('canary', () => {
  async function addressesOf(service: string): Promise<readonly unknown[]> {
    const query = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      labelSelector: `kubernetes.io/service-name=${service}`,
    };
    const slices = await own.cluster.list(query, signal());
    return slices
      .flatMap((slice) => valueAt(slice, 'endpoints') ?? [])
      .map((endpoint) => stringAt(endpoint, 'targetRef', 'name'));
  }

  test('stands beside the stable pods, gets none of their traffic, and comes once', async () => {
    const app = { name: 'shop', tag: 'v1', replicas: 2, environmentFrom: ['shop-settings'] };
    const settings = (colour: string) => configMap('shop-settings', { PODINFO_UI_COLOR: colour });
    const first = await deploy('shop', [...application(app), settings('#111111')], {
      strategy: 'canary',
    });
    expect(first.outputs).toMatchObject({ verdict: 'deployed', canary: '' });
    expect(first.outputs.reason).toMatch(/plain first deploy without canary/);

    const stable = await read('apps/v1', 'Deployment', 'shop');
    const service = await read('v1', 'Service', 'shop');
    const next = [...application({ ...app, tag: 'v2' }), settings('#222222')];
    const run = await deploy('shop', next, { strategy: 'canary', 'canary-replicas': '50%' });
    expect(run.outputs).toMatchObject({ verdict: 'deployed', revision: '2' });
    expect(JSON.parse(run.outputs.canary ?? '')).toEqual({
      workload: 'shop-canary',
      service: 'shop-canary',
    });
    expect(await imageOf('shop-canary')).toBe(sampleImage('v2'));
    expect(await imageOf('shop')).toBe(sampleImage('v1'));
    const after = await read('apps/v1', 'Deployment', 'shop');
    expect(after?.metadata.generation).toBe(stable?.metadata.generation);
    expect((await read('v1', 'Service', 'shop'))?.metadata.resourceVersion).toBe(
      service?.metadata.resourceVersion,
    );
    expect(await read('v1', 'ConfigMap', 'shop-settings')).toMatchObject({
      data: { PODINFO_UI_COLOR: '#111111' },
    });
    expect(await read('v1', 'ConfigMap', 'shop-settings-canary')).toMatchObject({
      data: { PODINFO_UI_COLOR: '#222222' },
    });
    const canary = await eventually(
      () => addressesOf('shop-canary'),
      (all) => all.length === 1,
    );
    const stablePods = await addressesOf('shop');
    expect(stablePods).toHaveLength(2);
    expect(stablePods).not.toContain(canary[0]);

    const before = await versions();
    const again = await deploy('shop', next, { strategy: 'canary', 'canary-replicas': '50%' });
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '2' });
    expect(again.outputs.canary).toBe(run.outputs.canary);
    expect(await versions()).toEqual(before);
    const [, record] = await records('shop');
    expect(record).toMatchObject({ outcome: 'canary', canary: { workload: 'shop-canary' } });
  });

  test('is removed when it does not become ready', async () => {
    await deployed('ill', application({ name: 'ill', tag: 'v1' }));
    const before = await imageOf('ill');
    const run = await deploy('ill', application({ name: 'ill', tag: 'none' }), {
      strategy: 'canary',
    });
    expect(run.outputs).toMatchObject({ verdict: 'rolled-back', revision: '2', canary: '' });
    expect(run.outputs.reason).toMatch(
      /Deployment ill-canary .*podinfo:none .*cannot be pulled.*canary was removed/,
    );
    expect(await read('apps/v1', 'Deployment', 'ill-canary')).toBeUndefined();
    expect(await read('v1', 'Service', 'ill-canary')).toBeUndefined();
    expect(await imageOf('ill')).toBe(before);
  });
});

test('a bad canary under traffic becomes what it was before', async () => {
  await deployed('busy', application({ name: 'busy', tag: 'v1' }));
  const canary = { strategy: 'canary' };
  await deploy('busy', application({ name: 'busy', tag: 'v2' }), canary);
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'busy' },
    spec: {
      rules: [
        {
          backendRefs: [
            { name: 'busy', port: 80, weight: 90 },
            { name: 'busy-canary', port: 80, weight: 10 },
          ],
        },
      ],
    },
  };
  await own.cluster.create(route, { signal: signal() });
  const run = await deploy('busy', application({ name: 'busy', tag: 'none' }), canary);
  expect(run.outputs.verdict).toBe('rolled-back');
  expect(run.outputs.reason).toMatch(/HTTPRoute busy still sends requests to the canary/);
  expect(await imageOf('busy-canary')).toBe(sampleImage('v2'));
});

test('a cancelled run leaves a pending record, and the next one goes straight on', async () => {
  await deployed('killed', application({ name: 'killed', tag: 'v1' }));
  const running = startBundle(
    'deploy',
    options('killed', application({ name: 'killed', tag: 'v2-unready' }), {}),
  );
  await eventually(
    () => imageOf('killed'),
    (image) => image === sampleImage('v2-unready'),
    20_000,
  );
  running.process.kill('SIGINT');
  const ended = await running.finished;
  expect([ended.exitCode, ended.outputs.verdict]).toEqual([1, 'interrupted']);
  expect((await records('killed')).map(({ outcome }) => outcome)).toEqual(['deployed', 'pending']);

  const next = await deploy('killed', application({ name: 'killed', tag: 'v1' }));
  expect(next.outputs).toMatchObject({ verdict: 'deployed', revision: '3' });
  expect((await records('killed')).map(({ outcome }) => outcome)).toEqual([
    'deployed',
    'abandoned',
    'deployed',
  ]);
});
