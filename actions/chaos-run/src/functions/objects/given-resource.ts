import type { JsonPatchOperation } from '@kube-delivery/shared/cluster/cluster';
import type { GroupVersionKind, KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isJsonObject, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import { byDefault } from '../parameter.ts';
import { readResourceFile } from '../resource-file.ts';

/** The parameters that hold an object, or a patch. */
export const resourceParameters = {
  resource: byDefault(null),
  resource_as_yaml_file: byDefault(null),
};

/** What `resource` holds, else the file `resource_as_yaml_file`; an ActivityFailedError where neither is. */
function givenBody(given: JsonObject, workspace: string): Json {
  const { resource = null } = given;
  if (resource !== null) return resource;
  const file = new Arguments(given).optionalText('resource_as_yaml_file');
  if (file !== undefined) return readResourceFile(file, workspace);
  throw new ActivityFailedError('either resource or resource_as_yaml_file must be given');
}

/** The object of the arguments, of that kind and in that namespace; undefined of those that lie in none. */
export function givenResource(
  given: JsonObject,
  workspace: string,
  { apiVersion, kind }: GroupVersionKind,
  namespace: string | undefined,
): KubeObject {
  const body = givenBody(given, workspace);
  const name = stringAt(body, 'metadata', 'name');
  if (!isJsonObject(body) || name === undefined) {
    throw new ActivityFailedError('the resource must be an object with metadata.name');
  }
  const wanted = { apiVersion, kind, 'metadata.namespace': namespace };
  const found = {
    apiVersion: stringAt(body, 'apiVersion'),
    kind: stringAt(body, 'kind'),
    'metadata.namespace': stringAt(body, 'metadata', 'namespace'),
  };
  for (const field of ['apiVersion', 'kind', 'metadata.namespace'] as const) {
    if (found[field] !== undefined && found[field] !== wanted[field]) {
      throw new ActivityFailedError(
        `${field} of the resource is ${found[field]}, but the arguments say ${wanted[field] ?? 'none'}`,
      );
    }
  }
  const place = namespace === undefined ? {} : { namespace };
  return { ...body, apiVersion, kind, metadata: { ...objectAt(body, 'metadata'), name, ...place } };
}

/** The JSON Patch of the arguments. */
export function givenPatch(given: JsonObject, workspace: string): readonly JsonPatchOperation[] {
  const body = givenBody(given, workspace);
  if (!Array.isArray(body) || body.length === 0) {
    throw new ActivityFailedError('the resource must be a JSON Patch: a list of operations');
  }
  return (body as readonly Json[]).map((operation, index) => {
    const op = stringAt(operation, 'op');
    const path = stringAt(operation, 'path');
    const { value } = objectAt(operation);
    if (path !== undefined && op === 'remove') return { op, path };
    if (path !== undefined && value !== undefined) {
      if (op === 'add' || op === 'replace' || op === 'test') return { op, path, value };
    }
    throw new ActivityFailedError(
      `operation ${index + 1} of the patch must be add, replace, test or remove with a path, and all but remove with a value`,
    );
  });
}
