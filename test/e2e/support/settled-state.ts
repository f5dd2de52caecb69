import type { Cluster } from '../../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../../shared/src/cluster/kube-object.ts';
import { isJsonObject } from '../../../shared/src/json/json.ts';
import type { Json } from '../../../shared/src/json/json.ts';
import { without } from '../../../shared/src/json/without.ts';
import { applySetOf } from '../../../shared/src/release/apply-set/apply-set-id.ts';
import { deadline } from './deadline.ts';

const kinds = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
  { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
];

const given = ['clusterIP', 'clusterIPs', 'nodePort'];

/**
 * The objects of a release whose names begin with `name`, by kind and name, as far as they were asked
 * for: without status and what the server gives, and with `name` replaced by `it`, also in the id of
 * its set.
 */
export async function settledState(cluster: Cluster, name: string): Promise<readonly Json[]> {
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      const objects = await cluster.list(kind, deadline());
      return objects
        .filter(({ metadata }) => isNamed(metadata.name, name))
        .map((each) => essence(kind.kind, each));
    }),
  );
  const { id } = applySetOf(name, cluster.namespace);
  const text = JSON.stringify(lists.flat()).replaceAll(id, 'its set').replaceAll(name, 'it');
  return JSON.parse(text) as readonly Json[];
}

function isNamed(name: string, prefix: string): boolean {
  return name === prefix || name.startsWith(`${prefix}-`) || name.endsWith(`-${prefix}`);
}

function essence(kind: string, { metadata, spec = null, data = null }: KubeObject): Json {
  const { name, labels = {} } = metadata;
  return { kind, name, labels, spec: isJsonObject(spec) ? without(spec, ...given) : spec, data };
}
