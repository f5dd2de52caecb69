import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { isJsonObject } from '../../shared/src/json/json.ts';
import type { Json } from '../../shared/src/json/json.ts';
import { without } from '../../shared/src/json/without.ts';
import { referenceTo } from '../../shared/src/manifests/manifest.ts';
import { isSurelyApplied } from '../../shared/src/release/applied-fields.ts';
import { applyPlan } from '../../shared/src/release/apply-plan.ts';
import { applySetOf, withMembership } from '../../shared/src/release/apply-set/apply-set-id.ts';
import { planRelease } from '../../shared/src/release/plan-release.ts';
import type { ReleasePlan } from '../../shared/src/release/release-plan.ts';
import { sameObject } from '../../shared/src/release/same-object.ts';
import { systemClock } from '../../shared/src/time/system-clock.ts';
import { startFaultProxy } from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { connectTest, ownNamespace, testContext } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

const signal = AbortSignal.timeout(120_000);
const { run } = testContext();

let own: OwnNamespace;
let proxy: FaultProxy;
let cluster: Cluster;
beforeAll(async () => {
  own = await ownNamespace('plan');
  proxy = await startFaultProxy();
  const { namespace } = own;
  cluster = await connectTest({ server: proxy.url, skipTlsVerify: true, namespace });
});
afterAll(async () => {
  await cluster.close();
  await proxy.close();
  await own.close();
});
beforeEach(() => {
  proxy.spoil(() => undefined);
});

const configMap = (name: string, value: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { value },
});

/** Ten objects of a release that members of its set carry the label of. */
function release(name: string, value: string): readonly KubeObject[] {
  const set = applySetOf(name, own.namespace);
  return Array.from({ length: 10 }, (_, index) =>
    withMembership(configMap(`${name}-${index}`, value), set),
  );
}

/** The plan, and what was asked for it. */
async function planned(
  objects: readonly KubeObject[],
): Promise<{ readonly plan: ReleasePlan; readonly asked: readonly string[] }> {
  const before = proxy.requests.length;
  const plan = await planRelease(cluster, objects, { force: false }, signal);
  return { plan, asked: proxy.requests.slice(before) };
}

const actionsOf = ({ objects }: ReleasePlan): readonly string[] => [
  ...new Set(objects.map(({ action }) => action)),
];
const count = (asked: readonly string[], pattern: RegExp): number =>
  asked.filter((each) => pattern.test(each)).length;

async function applied(name: string): Promise<readonly KubeObject[]> {
  const objects = release(name, 'one');
  const { plan } = await planned(objects);
  await applyPlan(cluster, plan, { release: name, run, clock: systemClock, signal });
  return objects;
}

describe('the plan of a release', () => {
  test('of new objects: their names are asked for, and a dry run each', async () => {
    const { plan, asked } = await planned(release('fresh', 'one'));
    expect(actionsOf(plan)).toEqual(['create']);
    expect(count(asked, /^GET .*configmaps\?/)).toBe(2);
    expect(count(asked, /^GET .*configmaps\//)).toBe(0);
    expect(count(asked, /^PATCH .*dryRun=All/)).toBe(10);
  });

  test('of applied objects: one list, and no dry run of what is surely the same', async () => {
    const objects = await applied('same');
    const { plan, asked } = await planned(objects);
    expect(actionsOf(plan)).toEqual(['unchanged']);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^GET .*configmaps\?labelSelector=/);
  });

  test('of changed objects: one list, and a dry run each', async () => {
    await applied('changed');
    const { plan, asked } = await planned(release('changed', 'two'));
    expect(actionsOf(plan)).toEqual(['update']);
    expect(plan.objects[0]?.fields).toEqual([{ path: 'data.value', from: '"one"', to: '"two"' }]);
    expect(count(asked, /^GET /)).toBe(1);
    expect(count(asked, /^PATCH .*dryRun=All/)).toBe(10);
  });

  test('of objects that somebody else made: each is read', async () => {
    const objects = release('adopted', 'one');
    const made = objects.slice(0, 3);
    for (const { metadata } of made) {
      await own.cluster.create(configMap(metadata.name, 'zero'), { signal });
    }
    const { plan, asked } = await planned(objects);
    const updated = plan.objects.filter(({ action }) => action === 'update');
    expect(updated.map(({ live }) => live?.data)).toEqual(made.map(() => ({ value: 'zero' })));
    expect(count(asked, /^GET .*configmaps\//)).toBe(3);
  });

  test('where lists are forbidden: each is read', async () => {
    const objects = await applied('unlisted');
    proxy.spoil((asked) =>
      /^GET .*configmaps\?/.test(asked) ? { kind: 'answer', status: 403 } : undefined,
    );
    const { plan, asked } = await planned(objects);
    expect(actionsOf(plan)).toEqual(['unchanged']);
    expect(count(asked, /^GET .*configmaps\//)).toBe(10);
  });

  test('where lists fail otherwise: each is refused with that', async () => {
    const objects = await applied('broken');
    proxy.spoil((asked) =>
      /^GET .*configmaps\?/.test(asked) ? { kind: 'answer', status: 400 } : undefined,
    );
    await expect(planned(objects)).resolves.toMatchObject({
      plan: { refusals: objects.map(() => ({ kind: 'refused' })) },
    });
  });
});

test('names of more objects than are wanted are not told', async () => {
  const query = { apiVersion: 'v1', kind: 'ConfigMap', labelSelector: 'topic=names' };
  for (const name of ['name-a', 'name-b', 'name-c']) {
    const object = configMap(name, '');
    const metadata = { ...object.metadata, labels: { topic: 'names' } };
    await own.cluster.create({ ...object, metadata }, { signal });
  }
  expect(await own.cluster.names(query, 3, signal)).toEqual(
    new Set(['name-a', 'name-b', 'name-c']),
  );
  expect(await own.cluster.names(query, 2, signal)).toBeUndefined();
});

describe('what is told to be surely the same', () => {
  const pod = {
    containers: [
      {
        name: 'app',
        image: 'registry.test/app:1',
        args: ['--one', '--two'],
        env: [
          { name: 'B', value: '2' },
          { name: 'A', value: '1' },
        ],
        ports: [{ containerPort: 8080 }, { containerPort: 53, protocol: 'UDP' }],
        resources: { limits: { memory: '64Mi' } },
        volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }],
      },
      { name: 'side', image: 'registry.test/side:1' },
    ],
    volumes: [{ name: 'scratch', emptyDir: {} }],
    tolerations: [{ key: 'a', operator: 'Exists' }],
  };
  const labels = { app: 'sure' };
  const selector = { matchLabels: labels };
  const template = { metadata: { labels }, spec: pod };
  const metadata = { name: 'sure', labels, annotations: { note: 'kept' } };
  const objects: readonly KubeObject[] = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: '1', b: '2' } },
    { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: { a: 'YQ==' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, imagePullSecrets: [{ name: 'pull' }] },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: labels,
        ports: [
          { port: 80, name: 'http' },
          { port: 81, name: 'more' },
        ],
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { replicas: 0, selector, template },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: { replicas: 0, serviceName: 'sure', selector, template },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: {
        schedule: '0 0 1 1 *',
        suspend: true,
        jobTemplate: { spec: { template: { spec: { ...pod, restartPolicy: 'Never' } } } },
      },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata,
      spec: {
        rules: [
          {
            host: 'shop.test',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'sure', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { minAvailable: 1, selector },
    },
  ];

  /** Every object that differs from `value` in one place: without it, other, or in another order. */
  function* changes(value: Json): Generator<Json> {
    if (Array.isArray(value)) {
      const items = value as readonly Json[];
      if (items.length > 1) yield [...items].reverse();
      for (const [index, item] of items.entries()) {
        yield items.toSpliced(index, 1);
        for (const changed of changes(item)) yield items.with(index, changed);
      }
    } else if (isJsonObject(value)) {
      yield { ...value, added: 'x' };
      for (const [key, item] of Object.entries(value)) {
        yield without(value, key);
        for (const changed of changes(item)) yield { ...value, [key]: changed };
      }
    } else if (typeof value === 'string') yield `${value}0`;
    else if (typeof value === 'number') yield value + 1;
    else yield null;
  }

  test.each(objects.map((object) => [object.kind, object] as const))('%s', async (_, object) => {
    await own.cluster.apply(object, { signal });
    const live = await own.cluster.read(referenceTo(object), signal);
    if (live === undefined) throw new Error('it is not there');
    expect(isSurelyApplied(object, live, 'kube-delivery')).toBe(true);
    const { apiVersion, kind, metadata: meta, ...rest } = object;
    const { name, ...others } = meta;
    let tried = 0;
    for (const changed of changes({ metadata: others, ...rest })) {
      const candidate = changed as unknown as KubeObject;
      const other = { ...candidate, apiVersion, kind, metadata: { ...candidate.metadata, name } };
      tried += 1;
      if (!isSurelyApplied(other, live, 'kube-delivery')) continue;
      // Then the server must find nothing to change either.
      const answer = await own.cluster.apply(other, { signal, dryRun: true });
      expect([other, sameObject(live, answer)]).toEqual([other, true]);
    }
    expect(tried).toBeGreaterThan(5);
  });
});
