import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { numberAt, stringAt } from '../../shared/src/json/json.ts';
import { copyImage } from './support/copy-image.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { withPods } from './support/slow-app.ts';
import { testCluster } from './support/test-cluster.ts';

const longest = 120_000;
let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-field-defects');
});

afterAll(async () => {
  await own.close();
});

/** A Deployment of one image alone. */
function running(name: string, image: string): object {
  const [deployment] = withPods({ name, tag: 'v1' }, { container: { image } });
  return deployment ?? {};
}

/** A Pod or Job of one container that runs a line of shell. */
const shell = (line: string) => ({
  restartPolicy: 'Never',
  containers: [
    { name: 'once', image: sampleImage('v1'), command: ['/bin/busybox', 'sh', '-c', line] },
  ],
});
const job = (name: string, line: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { backoffLimit: 0, template: { spec: shell(line) } },
});
const pod = (name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec,
});

test.concurrent(
  'D1: the image of another repository on the same host and port stays',
  async () => {
    const { registry } = testCluster();
    await copyImage('podinfo:v1', 'team/app:1');
    await copyImage('podinfo:v2', 'team/app:2');
    await copyImage('podinfo:v1', 'other/db:9');
    await copyImage('podinfo:v1', 'team/app-worker:1');
    const objects = [
      running('app', `${registry}/team/app:1`),
      running('db', `${registry}/other/db:9`),
      running('worker', `${registry}/team/app-worker:1`),
    ];
    await own.deployed('images', objects);
    const before = await own.read('apps/v1', 'Deployment', 'db');
    const run = await own.deploy('images', objects, { images: `${registry}/team/app:2` });
    expectVerdict(run, 'deployed');
    expect(run.outputs.changes).toBe('{"created":0,"updated":1,"unchanged":2,"deleted":0}');
    expect(await own.imageOf('app')).toBe(`${registry}/team/app:2`);
    expect(await own.imageOf('db')).toBe(`${registry}/other/db:9`);
    expect(await own.imageOf('worker')).toBe(`${registry}/team/app-worker:1`);
    const after = await own.read('apps/v1', 'Deployment', 'db');
    expect(after?.metadata.generation).toBe(before?.metadata.generation);
  },
  longest,
);

test.concurrent(
  'D2: traffic is switched only after the pods it then goes to are ready',
  async () => {
    const app = (tag: string) => application({ name: 'colours', tag, replicas: 2 });
    const quick = { strategy: 'blue-green', settle: '1s', soak: '1s' };
    expectVerdict(await own.deploy('colours', app('v1'), quick), 'deployed');
    const service = { apiVersion: 'v1', kind: 'Service', fieldSelector: 'metadata.name=colours' };
    const stop = new AbortController();
    const seen: { readonly app: string; readonly ready: number }[] = [];
    const watching = (async () => {
      for await (const [object] of own.cluster.observe(service, stop.signal)) {
        const label = stringAt(object, 'spec', 'selector', 'app') ?? '';
        seen.push({ app: label, ready: await readyPodsOf(label) });
      }
    })().catch(() => undefined);
    const bad = await own.deploy('colours', app('none'), quick);
    expectVerdict(bad, 'rolled-back');
    expectVerdict(await own.deploy('colours', app('v2'), quick), 'deployed');
    stop.abort();
    await watching;
    expect(new Set(seen.map((each) => each.app)).size).toBe(2);
    expect(seen.filter(({ ready }) => ready < 2)).toEqual([]);
  },
  longest,
);

async function readyPodsOf(label: string): Promise<number> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${label}` };
  return (await own.cluster.list(query, deadline())).filter(isServing).length;
}

describe('D3: a Pod is waited for and judged', () => {
  test.concurrent(
    'one that becomes ready is deployed, and only then',
    async () => {
      const sound = {
        containers: [
          {
            name: 'podinfo',
            image: sampleImage('v1'),
            readinessProbe: {
              httpGet: { path: '/readyz', port: 9898 },
              periodSeconds: 1,
              initialDelaySeconds: 3,
            },
          },
        ],
      };
      expectVerdict(await own.deploy('pod', [pod('sound', sound)]), 'deployed');
      const object = await own.read('v1', 'Pod', 'sound');
      expect(numberAt(object, 'status', 'containerStatuses', 0, 'restartCount')).toBe(0);
      expect(object?.status).toMatchObject({
        containerStatuses: [expect.objectContaining({ ready: true })],
      });
    },
    longest,
  );

  test.concurrent.each([
    ['absent', { containers: [{ name: 'app', image: sampleImage('none') }] }, /cannot be pulled/],
    ['ended', shell('echo no disk; exit 3'), /exit code 3.*last line of its log: no disk/],
  ])(
    'one that is %s is a failure with its reason',
    async (name, spec, reason) => {
      const run = await own.deploy(`pod-${name}`, [pod(name, spec)]);
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
      expect(run.outputs.reason).toMatch(reason);
    },
    longest,
  );
});

test.concurrent(
  'D4: the error says the reason, not an exit code of a tool',
  async () => {
    const app = application({ name: 'reason', tag: 'v1', environmentFrom: ['not-there'] });
    const run = await own.deploy('reason', app);
    expect(run.exitCode).toBe(1);
    const errors = run.stdout.split('\n').filter((line) => line.startsWith('::error'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /^::error::deploy: failed: Deployment reason .*configmap "not-there" not found.* Check the ConfigMaps/,
    );
    expect(errors[0]).not.toMatch(/process|kubectl/);
  },
  longest,
);

test.concurrent(
  'D5: images of which none matches are an error, and nothing is touched',
  async () => {
    const app = application({ name: 'unmatched', tag: 'v1' });
    const run = await own.deploy('unmatched', app, { images: 'registry.example/other:1.0.0' });
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'invalid']);
    expect(run.outputs.reason).toMatch(/registry\.example\/other.*podinfo/);
    expect(await own.read('apps/v1', 'Deployment', 'unmatched')).toBeUndefined();
    expect(await own.records('unmatched')).toEqual([]);
  },
  longest,
);

describe('D6: a Job is waited for', () => {
  test.concurrent(
    'until it is complete',
    async () => {
      expectVerdict(await own.deploy('job', [job('good', 'sleep 4')]), 'deployed');
      expect(await own.read('batch/v1', 'Job', 'good')).toMatchObject({ status: { succeeded: 1 } });
    },
    longest,
  );

  test.concurrent(
    'until it gives up, and its log says why',
    async () => {
      const run = await own.deploy('job-bad', [job('bad', 'echo table is locked; exit 7')]);
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
      expect(run.outputs.reason).toMatch(/Job bad .*exit code 7.*table is locked/);
    },
    longest,
  );
});

describe('D7: empty and odd YAML documents', () => {
  const good = JSON.stringify(configMap('documents', { a: '1' }));

  test.concurrent('empty ones are passed over', async () => {
    const text = `---\n# nothing here\n---\n${good}\n---\n\n---\n`;
    expectVerdict(await own.deploy('documents', text), 'deployed');
  });

  test.concurrent('one without a kind is told with file and line', async () => {
    const text = `${good}\n---\n---\napiVersion: v1\nmetadata:\n  name: odd\n`;
    const run = await own.deploy('odd', { 'k8s/odd.yaml': text });
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'invalid']);
    expect(run.stdout).toMatch(/::error .*file=k8s\/odd\.yaml,line=\d+.*kind/);
    expect(run.stdout).not.toContain('TypeError');
  });
});

describe('D8: globs, JSON and folders', () => {
  const files = {
    'k8s/one.yaml': JSON.stringify(configMap('glob-one', {})),
    'k8s/two.yml': JSON.stringify(configMap('glob-two', {})),
    'k8s/deep/three.yaml': JSON.stringify(configMap('glob-three', {})),
    'k8s/four.json': [configMap('glob-four', {})],
    'k8s/notes.txt': 'no manifest',
  };

  test.concurrent.each([
    ['k8s/*.yaml', 1],
    ['k8s/**/*.yaml', 2],
    ['k8s/four.json', 1],
    ['k8s', 4],
    ['k8s/*.yaml\nk8s/*.json', 2],
  ])('%j names %d objects', async (manifests, count) => {
    const run = await own.deploy('glob', files, { manifests, 'dry-run': 'true' });
    expect(run.outputs.verdict).toBe('planned');
    expect(JSON.parse(run.outputs.changes ?? '')).toMatchObject({ created: count });
  });

  test.concurrent.each([
    ['empty', /empty/],
    ['k8s/*.toml', /k8s\/\*\.toml/],
    ['nowhere.yaml', /nowhere\.yaml/],
  ])('%j is told by its name', async (manifests, message) => {
    const run = await own.deploy('glob', { ...files, 'empty/.keep': '' }, { manifests });
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'invalid']);
    expect(run.outputs.reason).toMatch(message);
    expect(run.outputs.reason).not.toContain('ENOENT');
  });
});

test.concurrent(
  'D9: a canary of a workload whose replicas an autoscaler sets is made with pods, and takes none away',
  async () => {
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'scaled' },
      spec: {
        minReplicas: 2,
        maxReplicas: 4,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' },
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ],
      },
    };
    const app = (tag: string): readonly object[] => {
      // As JSON.stringify leaves it out, the manifest does not name it.
      const workload = { replicas: undefined };
      return withPods({ name: 'scaled', tag }, { workload });
    };
    await own.deployed('scaled', [...app('v1'), scaler]);
    const replicasOf = async (name: string) =>
      numberAt(await own.read('apps/v1', 'Deployment', name), 'spec', 'replicas');
    await eventually(
      () => replicasOf('scaled'),
      (replicas) => replicas === 2,
      40_000,
    );
    const run = await own.deploy('scaled', [...app('v2'), scaler], {
      strategy: 'canary',
      'canary-replicas': '50%',
    });
    expectVerdict(run, 'deployed');
    expect(await replicasOf('scaled-canary')).toBe(1);
    expect(await replicasOf('scaled')).toBe(2);
    expect(await own.imageOf('scaled-canary')).toBe(sampleImage('v2'));
    expect(await own.imageOf('scaled')).toBe(sampleImage('v1'));
  },
  longest,
);
