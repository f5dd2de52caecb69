import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { kubernetesSchemas } from '../../../../scripts/build/kubernetes-schemas.ts';
import { openCatalog } from '../../src/schema/catalog.ts';
import type { Field, SchemaNode } from '../../src/schema/schema-node.ts';
import { shippedCatalog } from './support.ts';

test('the catalog holds five minors that follow each other, in at most 3 MiB', async () => {
  const folder = await kubernetesSchemas();
  const { versions } = openCatalog(folder);
  const minors = versions.map((version) => Number(/^1\.(\d+)$/.exec(version)?.[1]));
  const [oldest = Number.NaN] = minors;
  expect(minors).toEqual([0, 1, 2, 3, 4].map((step) => oldest + step));
  const sizes = readdirSync(folder).map((file) => statSync(path.join(folder, file)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3 * 1024 * 1024);
});

test.each([
  ['apps/v1', 'Deployment'],
  ['v1', 'Service'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ['apiregistration.k8s.io/v1', 'APIService'],
])('every version has %s %s', async (apiVersion, kind) => {
  const catalog = await shippedCatalog();
  const fields = catalog.fieldsOfKind(apiVersion, kind);
  expect(fields).toHaveLength(1);
  expect(fields[0]?.in).toBeUndefined();
  expect(catalog.apisOf(kind)).toContain(apiVersion);
});

test('a kind of some versions says which', async () => {
  const catalog = await shippedCatalog();
  const [field] = catalog.fieldsOfKind('resource.k8s.io/v1', 'ResourceClaim');
  expect(catalog.versionsIn(field?.in ?? 0)).toEqual(['1.34', '1.35', '1.36', '1.37']);
});

test('every kind can be loaded with everything that it refers to', async () => {
  const catalog = await shippedCatalog();
  const refs = [...catalog.groups]
    .flatMap((group) => apisOfGroup(group))
    .flatMap((api) => catalog.kindsOf(api).flatMap((kind) => catalog.fieldsOfKind(api, kind)))
    .flatMap(({ ref }) => (ref === undefined ? [] : [ref]));
  expect(refs.length).toBeGreaterThan(60);
  await catalog.load(refs);
  const seen = new Set<string>();
  refs.forEach((ref) => {
    visit({ ref }, (name) => catalog.definition(name), seen);
  });
  expect(seen.size).toBeGreaterThan(500);
});

test('what was not loaded is not known', async () => {
  const catalog = await shippedCatalog();
  await catalog.load(['policy.v1.PodDisruptionBudget']);
  expect(catalog.definition('policy.v1.PodDisruptionBudgetSpec')).not.toHaveLength(0);
  expect(() => catalog.definition('core.v1.PodSpec')).toThrow('was not loaded');
});

test('a definition that no package holds is an error', async () => {
  const catalog = await shippedCatalog();
  await expect(catalog.load(['core.v1.Nothing'])).rejects.toThrow('no definition core.v1.Nothing');
});

test('versions become bits and come back', async () => {
  const catalog = await shippedCatalog();
  const [oldest = '', , , , newest = ''] = catalog.versions;
  expect(catalog.versionsIn(catalog.setOf([newest, oldest, '1.2']))).toEqual([oldest, newest]);
  expect(catalog.setOf(catalog.versions)).toBe(catalog.allVersions);
});

test('a folder without schemas is told with what to do', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'no-schemas-'));
  expect(() => openCatalog(folder)).toThrow(PreconditionError);
  expect(() => openCatalog(folder)).toThrow('the Kubernetes schemas cannot be read');
});

function apisOfGroup(group: string): readonly string[] {
  const versions = ['v1', 'v2', 'v1beta1', 'v1beta2', 'v1alpha1', 'v1alpha2', 'v1alpha3'];
  return versions.map((version) => (group === '' ? version : `${group}/${version}`));
}

function visit(
  node: SchemaNode,
  definition: (ref: string) => readonly Field[],
  seen: Set<string>,
): void {
  const { ref, items, values, properties = {} } = node;
  if (ref !== undefined && !seen.has(ref)) {
    seen.add(ref);
    definition(ref).forEach((field) => {
      visit(field, definition, seen);
    });
  }
  const inner = [items, values, ...Object.values(properties).flat()];
  for (const child of inner) if (child !== undefined) visit(child, definition, seen);
}
