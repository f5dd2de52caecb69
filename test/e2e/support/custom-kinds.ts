import { deadline } from './deadline.ts';
import { eventually } from './eventually.ts';
import type { OwnNamespace } from './test-connection.ts';

/** Kinds of a group of its own: `Route` (routes), which lies in namespaces, and `Region`, which does not. */
export interface CustomKinds {
  readonly group: string;
  /** Removes the kinds with their objects. */
  close(): Promise<void>;
}

const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

/** Defines kinds whose group is named after the namespace, and waits until they are served. */
export async function customKinds({ cluster, namespace }: OwnNamespace): Promise<CustomKinds> {
  const group = `${namespace}.example.com`;
  const kinds = [
    { kind: 'Route', plural: 'routes', scope: 'Namespaced' },
    { kind: 'Region', plural: 'regions', scope: 'Cluster' },
  ];
  const schema = {
    openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  };
  const versions = [{ name: 'v1', served: true, storage: true, schema }];
  for (const { kind, plural, scope } of kinds) {
    const names = { kind, plural, singular: kind.toLowerCase() };
    const metadata = { name: `${plural}.${group}` };
    await cluster.create(
      { ...definition, metadata, spec: { group, scope, names, versions } },
      { signal: deadline() },
    );
  }
  for (const { plural } of kinds) {
    await eventually(
      () => cluster.resourceNamed(`${group}/v1`, plural, deadline()),
      (found) => found !== undefined,
      20_000,
    );
  }
  return {
    group,
    close: async () => {
      for (const { plural } of kinds) {
        await cluster.delete({ ...definition, name: `${plural}.${group}` }, { signal: deadline() });
      }
    },
  };
}
