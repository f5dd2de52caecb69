import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isJsonObject, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import { readResourceFile } from '../resource-file.ts';

/**
 * The NetworkPolicy that the arguments hold: that of the file `spec_path` where it is given, else `spec`,
 * in the namespace `ns`. An ActivityFailedError where it is none.
 */
export function givenPolicy(given: JsonObject, workspace: string): KubeObject {
  const args = new Arguments(given);
  const file = args.optionalText('spec_path');
  const spec = file === undefined ? args.object('spec') : readResourceFile(file, workspace);
  const source = file ?? 'argument spec';
  const name = stringAt(spec, 'metadata', 'name');
  if (!isJsonObject(spec) || name === undefined) {
    throw new ActivityFailedError(`${source} must be a NetworkPolicy with metadata.name`);
  }
  const kind = stringAt(spec, 'kind') ?? 'NetworkPolicy';
  if (kind !== 'NetworkPolicy') {
    throw new ActivityFailedError(`${source} is a ${kind}, but must be a NetworkPolicy`);
  }
  const namespace = args.text('ns');
  const own = stringAt(spec, 'metadata', 'namespace') ?? namespace;
  if (own !== namespace) {
    throw new ActivityFailedError(`${source} lies in namespace ${own}, but ns is ${namespace}`);
  }
  return {
    ...spec,
    apiVersion: 'networking.k8s.io/v1',
    kind,
    metadata: { ...objectAt(spec, 'metadata'), name, namespace },
  };
}
