import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deadline } from './support/deadline.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { writeAs } from './support/other-manager.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { testCluster } from './support/test-cluster.ts';

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-refusals');
});

afterAll(async () => {
  await own.close();
});

describe('what stands in the way', () => {
  test('another manager’s field is a conflict that names it; force takes it over', async () => {
    await own.deployed('owned', [configMap('owned', { a: '1', b: '1' })]);
    await writeAs('somebody', {
      method: 'PATCH',
      path: `/api/v1/namespaces/${own.namespace}/configmaps/owned`,
      body: { data: { a: '2' } },
    });
    const before = await own.versions();
    const run = await own.deploy('owned', [configMap('owned', { a: '3', b: '3' })]);
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'conflict']);
    expect(run.outputs.reason).toMatch(
      /ConfigMap owned .*\.data\.a belongs to field manager "somebody"/,
    );
    expect(await own.versions()).toEqual(before);
    const forced = await own.deploy('owned', [configMap('owned', { a: '3', b: '3' })], {
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
    await own.deployed('adopted', [configMap('adopted', { a: '2' })]);
    expect(await own.read('v1', 'ConfigMap', 'adopted')).toMatchObject({ data: { a: '2' } });
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
    await own.cluster.create(lease, { signal: deadline() });
    const run = await own.deploy('locked', [configMap('locked', {})]);
    expect(run.outputs.verdict).toBe('conflict');
    expect(run.outputs.reason).toMatch(/4711/);
  });

  test('an unknown kind, an unknown field and a missing namespace are told at once', async () => {
    const before = await own.versions();
    const run = await own.deploy('odd', [
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
    expect(await own.versions()).toEqual(before);
  });

  test('a user without rights is told the rule to add', async () => {
    const run = await own.deploy('forbidden', [configMap('forbidden', {})], {
      kubeconfig: testCluster().forbiddenKubeconfig,
    });
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'failed']);
    expect(run.stdout).toMatch(
      /Add this rule to a Role in namespace .*resources: \["\w+"\], verbs: \[/,
    );
  });

  test('malformed YAML, a wrong duration and an image that matches nothing are told together', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n name: b\n';
    const run = await own.deploy('bad', text, { timeout: '5', images: 'nginx' });
    expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'invalid']);
    expect(run.stdout).toMatch(/::error .*file=app\.yaml.*line=5.*app\.yaml:5: is not valid YAML/);
    expect(run.outputs.reason).toMatch(/timeout: "5" has no unit/);
    expect(run.outputs.reason).toMatch(/images: "nginx" names no fixed version/);
    const unmatched = await own.deploy('bad', application({ name: 'bad', tag: 'v1' }), {
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
    await own.deployed('tried', [configMap('tried', { a: '1' }), secret('first-password')]);
    const before = await own.versions();
    const run = await own.deploy(
      'tried',
      [configMap('tried', { a: '2' }), secret('second-password'), configMap('more', {})],
      { 'dry-run': 'true' },
    );
    expect([run.exitCode, run.outputs.verdict]).toEqual([0, 'planned']);
    expect(run.outputs.changes).toBe('{"created":1,"updated":2,"unchanged":0,"deleted":0}');
    expect(run.summary).toContain('- data.a: "1"\n+ data.a: "2"');
    expect(run.stdout.replace(/^::add-mask::.*$/gm, '') + run.summary).not.toMatch(/-password/);
    expect(await own.versions()).toEqual(before);
  });
});
