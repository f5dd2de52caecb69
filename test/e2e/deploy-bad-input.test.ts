import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectVerdict } from './support/expect-verdict.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { Inputs, ReleaseNamespace } from './support/release-namespace.ts';
import { serviceAccount, tokenInputs } from './support/service-account.ts';
import { refuseWrites } from './support/refuse-writes.ts';

const longest = 90_000;
let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-bad-input');
});

afterAll(async () => {
  await own.close();
});

const versionsOf = async (name: string): Promise<readonly string[]> =>
  (await own.versions()).filter((version) => version.includes(name));

describe('inputs that are wrong are told before the cluster is asked', () => {
  const wrong: readonly (readonly [string, Inputs, RegExp])[] = [
    [
      'a release name that is too long',
      { release: 'a'.repeat(64) },
      /release: "a{64}" is not a DNS label: up to 63 /,
    ],
    [
      'an unknown strategy',
      { strategy: 'big-bang' },
      /strategy: "big-bang".*rolling, recreate, blue-green.*canary/,
    ],
    ['a floating tag', { images: 'registry.example/app:latest' }, /images: .*app:latest/],
    ['an image without a tag', { images: 'registry.example/app' }, /images: .*no fixed version/],
    [
      'an image that matches nothing',
      { images: 'registry.example/app:1.2.3' },
      /images: .*registry\.example\/app.*matches no.*podinfo/,
    ],
    ['two sources', { kustomize: '.' }, /kustomize: was given beside manifests/],
    ['no source', { manifests: '' }, /manifests.*kustomize.*chart/],
    ['a timeout without a unit', { timeout: '60' }, /timeout: "60" has no unit/],
  ];

  test.concurrent.each(wrong)(
    '%s',
    async (_, inputs, message) => {
      const app = application({ name: 'wrong', tag: 'v1' });
      // Nothing listens there, so that asking would be another error.
      const nowhere = { kubeconfig: '', server: 'https://127.0.0.1:9', token: 'not-used' };
      const run = await own.deploy('wrong', app, { ...nowhere, ...inputs });
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'invalid']);
      expect(run.outputs.reason).toMatch(message);
    },
    longest,
  );

  test.concurrent(
    'all of them together',
    async () => {
      const inputs = Object.assign({}, ...wrong.slice(0, 4).map(([, each]) => each)) as Inputs;
      const run = await own.deploy('wrong', application({ name: 'wrong', tag: 'v1' }), inputs);
      expect(run.outputs.verdict).toBe('invalid');
      const errors = run.stdout.split('\n').filter((line) => line.startsWith('::error'));
      expect(errors.length).toBeGreaterThanOrEqual(4);
      expect(run.outputs.reason).toMatch(/release: .*strategy: |strategy: .*release: /);
      expect(run.outputs.reason).toContain('images: ');
    },
    longest,
  );
});

describe('a field that cannot be changed is named, with what to do', () => {
  const meta = (name: string) => ({ metadata: { name } });
  const template = (app: string) => ({
    metadata: { labels: { app, tier: 'web' } },
    spec: { containers: [{ name: 'app', image: sampleImage('v1') }] },
  });
  const set = (serviceName: string) => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    ...meta('fixed-set'),
    spec: {
      replicas: 0,
      serviceName,
      selector: { matchLabels: { app: 'fixed-set' } },
      template: template('fixed-set'),
    },
  });
  const deployment = (labels: object) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    ...meta('fixed-selector'),
    spec: { replicas: 0, selector: { matchLabels: labels }, template: template('fixed') },
  });
  const sealed = (value: string) => ({
    ...configMap('fixed-map', { a: value }),
    immutable: true,
  });
  const binding = (role: string) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    ...meta('fixed-binding'),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'User', name: 'nobody', apiGroup: 'rbac.authorization.k8s.io' }],
  });

  test.concurrent.each<[string, object, object, string]>([
    ['fixed-selector', deployment({ app: 'fixed' }), deployment({ tier: 'web' }), 'spec.selector'],
    ['fixed-set', set('one'), set('two'), 'spec.serviceName'],
    ['fixed-map', sealed('1'), sealed('2'), 'data'],
    ['fixed-binding', binding('view'), binding('edit'), 'roleRef'],
  ])(
    '%s',
    async (name, first, second, field) => {
      await own.deployed(name, [first, configMap(`${name}-beside`, { a: '1' })]);
      const before = await versionsOf(name);
      const run = await own.deploy(name, [second, configMap(`${name}-beside`, { a: '2' })]);
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
      expect(run.outputs.reason).toContain(`${name} in namespace ${own.namespace}`);
      const [error = ''] = run.stdout.split('\n').filter((line) => line.startsWith('::error'));
      expect(error).toContain(`${field} of `);
      expect(error).toMatch(/cannot be changed .*put back.*another name.*kubectl delete /);
      expect(await versionsOf(name)).toEqual(before);
    },
    longest,
  );
});

describe('an object that the credentials may not write is told with verb and resource', () => {
  const everything = {
    apiGroups: [''],
    resources: ['secrets', 'configmaps', 'services'],
    verbs: ['*'],
  };
  const leases = { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['*'] };

  test.concurrent(
    'in its own namespace, for a kind that it has no rule for',
    async () => {
      const account = await serviceAccount(own, 'no-deployments', [everything, leases]);
      const app = [
        ...application({ name: 'limited', tag: 'v1' }),
        configMap('limited-beside', { a: '1' }),
      ];
      const run = await own.deploy('limited', app, await tokenInputs(account));
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
      expect(run.outputs.reason).toMatch(/deployments\.apps limited .*403 Forbidden/);
      expect(run.stdout).toMatch(
        /::error.*Add this rule to a Role in namespace .*apiGroups: \["apps"\], resources: \["deployments"\], verbs: \[/,
      );
      expect(await versionsOf('limited')).toEqual([]);
    },
    longest,
  );

  test.concurrent(
    'in a namespace that is not its own',
    async () => {
      const account = await serviceAccount(own, 'at-home', [everything, leases]);
      const far = { ...configMap('far', {}), metadata: { name: 'far', namespace: 'kube-system' } };
      const run = await own.deploy('abroad', [configMap('abroad', {}), far], {
        ...(await tokenInputs(account)),
      });
      expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
      expect(run.outputs.reason).toMatch(/configmaps far in namespace kube-system: 403 Forbidden/);
      expect(run.stdout).toMatch(/Role in namespace kube-system: .*resources: \["configmaps"\]/);
      expect(await versionsOf('abroad')).toEqual([]);
    },
    longest,
  );
});

describe('an apply that is refused in the middle, which no dry run could tell', () => {
  const service = (name: string, port: number) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port }] },
  });
  const release = (name: string, version: string, port: number): readonly object[] => [
    configMap(`${name}-settings`, { version }),
    service(`${name}-service`, port),
    ...application({ name, tag: version }).slice(0, 1),
  ];

  test.concurrent(
    'is told with what was and what was not written, and the old release runs on',
    async () => {
      const name = 'half';
      await own.deployed(name, release(name, 'v1', 80));
      const before = await own.read('apps/v1', 'Deployment', name);
      const allow = await refuseWrites(own, `${name}-service`);
      try {
        const run = await own.deploy(name, release(name, 'v2', 81));
        // The policy stands in the way of going back as well, so the Service is as it was anyway.
        expect(run.exitCode).toBe(1);
        expect(run.outputs.reason).toMatch(/services half-service .*refused by the test/);
        expect(run.outputs.reason).toMatch(
          /written before: ConfigMap half-settings in namespace \S+; not written: Service half-service in namespace \S+, Deployment half in namespace/,
        );
        expectVerdict(run, 'rolled-back');
        expect(await own.read('v1', 'ConfigMap', 'half-settings')).toMatchObject({
          data: { version: 'v1' },
        });
        const after = await own.read('apps/v1', 'Deployment', name);
        expect(after?.metadata.generation).toBe(before?.metadata.generation);
      } finally {
        await allow();
      }
      expectVerdict(await own.deploy(name, release(name, 'v2', 81)), 'deployed');
    },
    longest,
  );

  test.concurrent(
    'with on-failure hold it stays half, and the next run makes it whole',
    async () => {
      const name = 'held';
      await own.deployed(name, release(name, 'v1', 80));
      const allow = await refuseWrites(own, `${name}-service`);
      try {
        const run = await own.deploy(name, release(name, 'v2', 81), { 'on-failure': 'hold' });
        expectVerdict(run, 'failed');
        expect(await own.imageOf(name)).toBe(sampleImage('v1'));
        expect(await own.read('v1', 'ConfigMap', 'held-settings')).toMatchObject({
          data: { version: 'v2' },
        });
      } finally {
        await allow();
      }
      expectVerdict(await own.deploy(name, release(name, 'v2', 81)), 'deployed');
      expect(await own.imageOf(name)).toBe(sampleImage('v2'));
    },
    longest,
  );
});
