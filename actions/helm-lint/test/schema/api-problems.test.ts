import { expect, test } from '@jest/globals';
import { isDeprecatedIn, isRemovedIn, retiredApis } from '../../src/schema/removed-apis.ts';
import { brief, check, shippedCatalog } from './support.ts';

function object(apiVersion: string, kind: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\n`;
}

interface ApiCase {
  readonly api: readonly [apiVersion: string, kind: string];
  readonly versions: readonly string[];
  readonly problem: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
}

const cases: Readonly<Record<string, ApiCase>> = {
  'an API that was removed long ago': {
    api: ['extensions/v1beta1', 'Ingress'],
    versions: ['1.33', '1.37'],
    problem: 'schema/removed-api apiVersion',
    severity: 'error',
    message: 'extensions/v1beta1 Ingress is no longer served since Kubernetes 1.22',
    hint: 'write apiVersion: networking.k8s.io/v1',
  },
  'an API that was removed with nothing in its place': {
    api: ['policy/v1beta1', 'PodSecurityPolicy'],
    versions: ['1.36'],
    problem: 'schema/removed-api apiVersion',
    severity: 'error',
    message: 'policy/v1beta1 PodSecurityPolicy is no longer served since Kubernetes 1.25',
    hint: 'leave the object out; nothing takes its place',
  },
  'an API that only the newest version has removed': {
    api: ['networking.k8s.io/v1beta1', 'ServiceCIDR'],
    versions: ['1.34', '1.37'],
    problem: 'schema/removed-api apiVersion',
    severity: 'error',
    message: 'networking.k8s.io/v1beta1 ServiceCIDR is no longer served since Kubernetes 1.37',
    hint: 'write apiVersion: networking.k8s.io/v1',
  },
  'the same API where it still is served': {
    api: ['networking.k8s.io/v1beta1', 'ServiceCIDR'],
    versions: ['1.33', '1.34'],
    problem: 'schema/deprecated-api apiVersion',
    severity: 'warning',
    message:
      'networking.k8s.io/v1beta1 ServiceCIDR is deprecated since Kubernetes 1.34 and no longer served from 1.37 on',
    hint: 'write apiVersion: networking.k8s.io/v1',
  },
  'an API that is deprecated for another kind': {
    api: ['v1', 'Endpoints'],
    versions: ['1.33'],
    problem: 'schema/deprecated-api apiVersion',
    severity: 'warning',
    message: 'v1 Endpoints is deprecated since Kubernetes 1.33',
    hint: 'use EndpointSlice of discovery.k8s.io/v1',
  },
  'an API of newer versions': {
    api: ['resource.k8s.io/v1', 'DeviceClass'],
    versions: ['1.33', '1.34', '1.35'],
    problem: 'schema/api-not-yet-served apiVersion',
    severity: 'error',
    message: 'resource.k8s.io/v1 DeviceClass is served since Kubernetes 1.34, not in 1.33',
    hint: 'render it only where `semverCompare ">=1.34-0" .Capabilities.KubeVersion.Version`, or set kubeVersion: ">=1.34-0" in Chart.yaml',
  },
  'a misspelt kind of Kubernetes': {
    api: ['batch/v1', 'CronJobs'],
    versions: ['1.36'],
    problem: 'schema/no-such-kind kind',
    severity: 'error',
    message: 'there is no kind CronJobs in batch/v1',
    hint: 'write kind: CronJob',
  },
  'a kind under another API of Kubernetes': {
    api: ['v1', 'Deployment'],
    versions: ['1.36'],
    problem: 'schema/no-such-kind apiVersion',
    severity: 'error',
    message: 'there is no kind Deployment in v1',
    hint: 'write apiVersion: apps/v1',
  },
  'a version that an API of Kubernetes never had': {
    api: ['autoscaling/v3', 'HorizontalPodAutoscaler'],
    versions: ['1.36'],
    problem: 'schema/no-such-kind apiVersion',
    severity: 'error',
    message: 'there is no kind HorizontalPodAutoscaler in autoscaling/v3',
    hint: 'write apiVersion: autoscaling/v2',
  },
  'a misspelt group of Kubernetes': {
    api: ['app/v1', 'Deployment'],
    versions: ['1.36'],
    problem: 'schema/no-such-kind apiVersion',
    severity: 'error',
    message: 'there is no kind Deployment in app/v1',
    hint: 'write apiVersion: apps/v1',
  },
  'a kind of another group that shares its name with one of Kubernetes': {
    api: ['serving.knative.dev/v1', 'Service'],
    versions: ['1.36'],
    problem: 'schema/unknown-kind kind',
    severity: 'warning',
    message:
      'there is no schema for Service of serving.knative.dev/v1, so that its fields were not checked',
    hint: 'give its CustomResourceDefinition by the input crds',
  },
  'a misspelt group with a dot': {
    api: ['networking.k8s/v1', 'Ingress'],
    versions: ['1.36'],
    problem: 'schema/unknown-kind kind',
    severity: 'warning',
    message:
      'there is no schema for Ingress of networking.k8s/v1, so that its fields were not checked',
    hint: 'write apiVersion: networking.k8s.io/v1, or give its CustomResourceDefinition by the input crds',
  },
  'a kind of which nothing is known': {
    api: ['example.com/v1', 'Widget'],
    versions: ['1.36'],
    problem: 'schema/unknown-kind kind',
    severity: 'warning',
    message: 'there is no schema for Widget of example.com/v1, so that its fields were not checked',
    hint: 'give its CustomResourceDefinition by the input crds',
  },
};

test.each(Object.entries(cases))('%s', async (_, { api, versions, problem, ...told }) => {
  const problems = await check(object(...api), { versions });
  expect(problems.filter(({ about }) => about !== 'missing').map(brief)).toEqual([problem]);
  expect(problems.find(({ about }) => about !== 'missing')).toMatchObject(told);
});

test('an API that has ended without being in the guide is told with the versions', async () => {
  const [problem] = await check(object('scheduling.k8s.io/v1alpha2', 'Workload'));
  expect(problem).toMatchObject({
    rule: 'schema/removed-api',
    message: 'scheduling.k8s.io/v1alpha2 Workload is no longer served (in Kubernetes 1.37)',
  });
});

test('fields are checked against the versions that have the kind', async () => {
  const yaml = `${object('networking.k8s.io/v1beta1', 'ServiceCIDR')}spec: { cidr: [10.0.0.0/8] }`;
  expect((await check(yaml)).map(brief)).toEqual([
    'schema/removed-api apiVersion',
    'schema/unknown-field spec.cidr',
  ]);
});

test.each([
  ['error', ['error']],
  ['warn', ['warning']],
  ['ignore', []],
] as const)('unknown-kinds: %s', async (unknownKinds, severities) => {
  const problems = await check(object('example.com/v1', 'Widget'), { unknownKinds });
  expect(problems.map(({ severity }) => severity)).toEqual(severities);
});

test("unknown-kinds does not excuse a kind that Kubernetes' own API lacks", async () => {
  const problems = await check(object('apps/v1', 'Deploymnet'), { unknownKinds: 'ignore' });
  expect(problems.map(brief)).toEqual(['schema/no-such-kind kind']);
});

test('the table agrees with the schemas on what each version serves', async () => {
  const catalog = await shippedCatalog();
  const differing = [...retiredApis.values()].flatMap((api) => {
    const [field] = catalog.fieldsOfKind(api.apiVersion, api.kind);
    const having = field === undefined ? [] : catalog.versionsIn(field.in ?? catalog.allVersions);
    const removed = having.filter((version) => isRemovedIn(api, version));
    return removed.map((version) => `${api.apiVersion} ${api.kind} ${version}`);
  });
  expect(differing).toEqual([]);
});

test('what the table gives as replacement is served by the newest version', async () => {
  const catalog = await shippedCatalog();
  const newest = catalog.versions.at(-1) ?? '';
  const wrong = [...retiredApis.values()].filter(({ replacement, kind }) => {
    if (replacement === undefined) return false;
    const [apiVersion = '', other = kind] = replacement.split(' ');
    const fields = catalog.fieldsOfKind(apiVersion, other);
    // Reviews and evictions are sent, not kept: no chart renders them.
    if (/Review$|^Eviction$/.test(kind)) return false;
    const having = fields.reduce((set, field) => set | (field.in ?? catalog.allVersions), 0);
    return !catalog.versionsIn(having).includes(newest);
  });
  expect(wrong.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([]);
});

test.each([
  ['policy/v1beta1 PodDisruptionBudget', '1.20', false, false],
  ['policy/v1beta1 PodDisruptionBudget', '1.21', true, false],
  ['policy/v1beta1 PodDisruptionBudget', '1.24', true, false],
  ['policy/v1beta1 PodDisruptionBudget', '1.25', false, true],
  ['v1 Endpoints', '1.99', true, false],
])('%s in %s: deprecated %s, removed %s', (name, version, deprecated, removed) => {
  const api = retiredApis.get(name);
  if (api === undefined) throw new Error(`${name} is not in the table`);
  expect(isDeprecatedIn(api, version)).toBe(deprecated);
  expect(isRemovedIn(api, version)).toBe(removed);
});
