import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Agent, request } from 'undici';
import { ApiError } from '../../shared/src/cluster/api-error.ts';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { arrayAt, stringAt } from '../../shared/src/json/json.ts';
import { administrator, connectTest, ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: OwnNamespace;
let cluster: Cluster;
const signal = AbortSignal.timeout(120_000);

beforeAll(async () => {
  own = await ownNamespace('client');
  ({ cluster } = own);
});
afterAll(async () => {
  await own.close();
});

const configMap = (name: string, data: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const named = (name: string): { apiVersion: string; kind: string; name: string } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
});

async function failure(work: Promise<unknown>): Promise<ApiError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ApiError) return thrown;
  throw new Error('it did not fail with an ApiError', { cause: thrown });
}

/** Applies as somebody else than this suite. */
async function applyAs(manager: string, object: KubeObject): Promise<void> {
  const { server, headers, tls } = await administrator();
  const agent = new Agent({ connect: tls });
  const { name } = object.metadata;
  const answer = await request(
    `${server}/api/v1/namespaces/${own.namespace}/configmaps/${name}?fieldManager=${manager}`,
    {
      method: 'PATCH',
      dispatcher: agent,
      headers: { ...headers, 'content-type': 'application/apply-patch+yaml' },
      body: JSON.stringify(object),
    },
  );
  await answer.body.dump();
  await agent.close();
  expect(answer.statusCode).toBe(201);
}

describe('writing and reading', () => {
  test('an object is created once, changed, and gone after it was deleted', async () => {
    const created = await cluster.create(configMap('life', { a: '1' }), { signal });
    expect(await failure(cluster.create(configMap('life'), { signal }))).toMatchObject({
      status: 409,
      reason: 'AlreadyExists',
    });
    const applied = await cluster.apply(configMap('life', { b: '2' }), { signal });
    expect(applied.data).toEqual({ a: '1', b: '2' });
    expect(await failure(cluster.replace({ ...created, data: {} }, { signal }))).toMatchObject({
      status: 409,
      reason: 'Conflict',
    });
    const patched = await cluster.patch(
      named('life'),
      [
        { op: 'test', path: '/data/a', value: '1' },
        { op: 'replace', path: '/data/a', value: '<3 & more>' },
        // What the server tests, it compares in its own encoding.
        { op: 'test', path: '/data/a', value: '<3 & more>' },
      ],
      { signal },
    );
    expect(patched.data).toEqual({ a: '<3 & more>', b: '2' });
    const again = [{ op: 'test', path: '/data/a', value: '<3 & more>' }] as const;
    expect(await cluster.patch(named('life'), again, { signal })).toEqual(patched);
    expect(await cluster.read(named('life'), signal)).toEqual(patched);

    const wrongTest = [{ op: 'test', path: '/data/a', value: '1' }] as const;
    expect(await failure(cluster.patch(named('life'), wrongTest, { signal }))).toMatchObject({
      status: 422,
    });
    const uid = '00000000-0000-0000-0000-000000000000';
    expect(await failure(cluster.delete(named('life'), { signal, uid }))).toMatchObject({
      status: 409,
    });
    const { resourceVersion = '' } = created.metadata;
    expect(await failure(cluster.delete(named('life'), { signal, resourceVersion }))).toMatchObject(
      { status: 409 },
    );
    expect(await cluster.delete(named('life'), { signal })).toBe(true);
    expect(await cluster.delete(named('life'), { signal })).toBe(false);
    expect(await cluster.read(named('life'), signal)).toBeUndefined();
  });

  test('a dry run answers as if it had written, and writes nothing', async () => {
    await cluster.apply(configMap('kept', { a: '1' }), { signal });
    const options = { signal, dryRun: true };
    const applied = await cluster.apply(configMap('kept', { a: '2' }), options);
    expect(applied.data).toEqual({ a: '2' });
    await cluster.create(configMap('never'), options);
    await cluster.patch(named('kept'), [{ op: 'remove', path: '/data' }], options);
    expect(await cluster.delete(named('kept'), options)).toBe(true);
    expect((await cluster.read(named('kept'), signal))?.data).toEqual({ a: '1' });
    expect(await cluster.read(named('never'), signal)).toBeUndefined();
  });

  test('a list has all pages, and every item says what it is', async () => {
    const names = Array.from(
      { length: 501 },
      (_, index) => `page-${String(index).padStart(3, '0')}`,
    );
    await Promise.all(
      names.map((name) =>
        cluster.create(
          { ...configMap(name), metadata: { name, labels: { set: 'pages' } } },
          { signal },
        ),
      ),
    );
    const query = { apiVersion: 'v1', kind: 'ConfigMap', labelSelector: 'set=pages' };
    const listed = await cluster.list(query, signal);
    expect(listed.map(({ metadata }) => metadata.name)).toEqual(names);
    expect(new Set(listed.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))).toEqual(
      new Set(['v1 ConfigMap']),
    );
  });

  test('names keep their case', async () => {
    const name = `e2e:Mixed-Case-${randomBytes(3).toString('hex')}`;
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' };
    await cluster.create({ ...role, metadata: { name }, rules: [] }, { signal });
    try {
      expect((await cluster.read({ ...role, name }, signal))?.metadata.name).toBe(name);
    } finally {
      await cluster.delete({ ...role, name }, { signal });
    }
  });
});

describe('server-side apply', () => {
  test('a conflict names the other manager and the field; force takes the field', async () => {
    await applyAs('other-team', configMap('shared', { level: 'debug' }));
    const error = await failure(cluster.apply(configMap('shared', { level: 'info' }), { signal }));
    expect(error).toMatchObject({ status: 409, reason: 'Conflict' });
    expect(error.message).toContain('patch configmaps shared in namespace');
    expect(error.causes).toEqual([
      expect.objectContaining({
        field: '.data.level',
        message: expect.stringContaining('"other-team"'),
      }),
    ]);
    const forced = await cluster.apply(configMap('shared', { level: 'info' }), {
      signal,
      force: true,
    });
    expect(forced.data).toEqual({ level: 'info' });
  });

  test('a field that the kind does not have is refused, at once, by its path', async () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'typo' },
      spec: { replica: 1 },
    };
    const error = await failure(cluster.apply(deployment, { signal }));
    expect(error).toMatchObject({ status: 422 });
    expect(error.message).toContain('.spec.replica: field not declared in schema');
  });
});

describe('custom resources', () => {
  const group = `e2e-${randomBytes(3).toString('hex')}.kube-delivery.dev`;
  const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
  const name = `gadgets.${group}`;
  const gadget = { apiVersion: `${group}/v1`, kind: 'Gadget' };
  afterAll(async () => {
    await cluster.delete({ ...crd, name }, { signal });
  });

  test('a kind is unknown, then known; unknown fields of its objects survive', async () => {
    expect(await cluster.resourceOf(gadget, signal)).toBeUndefined();
    expect(await failure(cluster.read({ ...gadget, name: 'x' }, signal))).toMatchObject({
      status: 404,
      reason: 'UnknownKind',
      hint: expect.stringContaining('CRD'),
    });
    const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    await cluster.apply(
      {
        ...crd,
        metadata: { name },
        spec: {
          group,
          scope: 'Namespaced',
          names: { plural: 'gadgets', singular: 'gadget', kind: 'Gadget' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { type: 'object', properties: { spec: schema } } },
            },
          ],
        },
      },
      { signal },
    );
    const query = { ...crd, fieldSelector: `metadata.name=${name}` };
    for await (const [found] of cluster.observe(query, signal)) {
      const conditions = arrayAt(found, 'status', 'conditions');
      const established = conditions.find((each) => stringAt(each, 'type') === 'Established');
      if (stringAt(established, 'status') === 'True') break;
    }
    expect(await cluster.resourceOf(gadget, signal)).toMatchObject({
      resource: 'gadgets',
      namespaced: true,
    });

    const spec = {
      futureField: { nested: [1, 2.5, null, true, 'x'], Ünïcode: '…' },
      weight: 9_007_199_254_740_991,
    };
    const object = { ...gadget, metadata: { name: 'g' }, spec };
    await cluster.apply(object, { signal });
    await cluster.apply({ ...object, spec: { ...spec, weight: 1 } }, { signal });
    const stored = await cluster.read({ ...gadget, name: 'g' }, signal);
    expect(stored?.spec).toEqual({ ...spec, weight: 1 });
  });
});

describe('what cannot be done', () => {
  test('a missing permission is said with the rule that grants it', async () => {
    const nobody = await connectTest({
      namespace: own.namespace,
      user: { as: 'kube-delivery-e2e-nobody' },
    });
    const error = await failure(
      nobody.read({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, signal),
    );
    await nobody.close();
    expect(error).toMatchObject({
      status: 403,
      call: { verb: 'get', resource: 'deployments.apps', namespace: own.namespace, name: 'web' },
      hint: `Add this rule to a Role in namespace ${own.namespace}: - {apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"]}`,
    });
  });

  test('values of a Secret do not appear in what the server says of it', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { '.dockerconfigjson': 'swordfish-is-no-json' },
    };
    const error = await failure(cluster.create(secret, { signal }));
    expect(error).toMatchObject({ status: 422 });
    expect(error.message).not.toContain('swordfish');
  });
});
