import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { admitCreation, admitObject } from '../../faults/admit-object.ts';
import { changeObject } from '../../faults/change-object.ts';
import { createObject, objectReference } from '../../faults/create-object.ts';
import { faultMark } from '../../undo/fault-record.ts';
import { deleteObject } from '../../faults/delete-object.ts';
import { createPolicy } from '../../faults/network-policy.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, NativeAction } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import {
  customKind,
  customObject,
  functionName,
  kindParameters,
  namespaceOf,
  namespaceParameter,
} from './custom-kind.ts';
import type { Scoped } from './custom-kind.ts';
import { givenPatch, givenResource, resourceParameters } from './given-resource.ts';

const scopes: readonly Scoped[] = ['namespaced', 'cluster'];

function common(
  scoped: Scoped,
): Pick<NativeAction, 'type' | 'module' | 'aliases' | 'reach' | 'discover'> {
  return {
    type: 'action',
    module: 'chaosk8s.crd.actions',
    aliases: [],
    reach: (given) => {
      const { namespace } = namespaceOf(scoped, given);
      return namespace === undefined
        ? { namespaces: [], clusterWide: true }
        : { namespaces: [namespace], clusterWide: false };
    },
    discover: () => Promise.resolve(),
  };
}

/**
 * Creates an object and gives it. That it exists already is a success with `compat: chaostoolkit`, which
 * gives the API server's refusal; else it fails, as nothing was done.
 */
function creator(scoped: Scoped): NativeAction {
  const func = functionName(scoped, 'create');
  return {
    ...common(scoped),
    func,
    parameters: { ...kindParameters, ...namespaceParameter(scoped), ...resourceParameters },
    run: async (given, world) => {
      const kind = await customKind(scoped, given, world);
      const { namespace } = namespaceOf(scoped, given);
      const object = givenResource(given, world.workspace, kind, namespace);
      if (world.compat === 'chaostoolkit' && (await isThere(world, object))) {
        world.log.warning(`${object.kind} ${object.metadata.name} is there already`);
        return refusal(object, new Arguments(given).text('plural'));
      }
      if (object.kind === 'NetworkPolicy') return createPolicy(world, func, object);
      await admitCreation(world, func, object);
      return createObject(world, func, object);
    },
  };
}

/** Deletes an object, and gives a Status that says so. */
function deleter(scoped: Scoped): NativeAction {
  const func = functionName(scoped, 'delete');
  return {
    ...common(scoped),
    func,
    parameters: { ...kindParameters, name: required, ...namespaceParameter(scoped) },
    run: async (given, world) => {
      const object = await customObject(scoped, given, world);
      await admitObject(world, func, object);
      await deleteObject(world, func, object);
      const { name, uid = null } = object.metadata;
      const details = { name, group: given.group ?? '', kind: given.plural ?? '', uid };
      return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
    },
  };
}

function changeParameters(scoped: Scoped): NativeAction['parameters'] {
  return {
    ...kindParameters,
    name: required,
    ...namespaceParameter(scoped),
    force: byDefault(false),
    ...resourceParameters,
  };
}

/** Changes an object by a JSON Patch, and gives it; `force` means nothing to the API server. */
function patcher(scoped: Scoped): NativeAction {
  const func = functionName(scoped, 'patch');
  return {
    ...common(scoped),
    func,
    parameters: changeParameters(scoped),
    run: async (given, world) => {
      const object = await customObject(scoped, given, world);
      const operations = givenPatch(given, world.workspace);
      await admitObject(world, func, object);
      return changeObject(world, func, object, (options) =>
        world.cluster.patch(objectReference(object), operations, options),
      );
    },
  };
}

/** Replaces an object unless somebody else writes at the same time, and gives it. */
function replacer(scoped: Scoped): NativeAction {
  const func = functionName(scoped, 'replace');
  return {
    ...common(scoped),
    func,
    parameters: changeParameters(scoped),
    run: async (given, world) => {
      const object = await customObject(scoped, given, world);
      const wanted = givenResource(given, world.workspace, object, object.metadata.namespace);
      if (wanted.metadata.name !== object.metadata.name) {
        throw new ActivityFailedError(
          `the resource is named ${wanted.metadata.name}, but name is ${object.metadata.name}`,
        );
      }
      await admitObject(world, func, object);
      const replacement = inPlaceOf(object, wanted);
      return changeObject(world, func, object, (options) =>
        world.cluster.replace(replacement, options),
      );
    },
  };
}

/** The replacement, which keeps the mark of the fault that created the object. */
function inPlaceOf(object: KubeObject, wanted: KubeObject): KubeObject {
  const { resourceVersion = '', annotations = {} } = object.metadata;
  const mark = annotations[faultMark];
  const marks = mark === undefined ? {} : { [faultMark]: mark };
  const kept = { ...wanted.metadata.annotations, ...marks };
  return {
    ...wanted,
    metadata: {
      resourceVersion,
      ...wanted.metadata,
      ...(Object.keys(kept).length === 0 ? {} : { annotations: kept }),
    },
  };
}

async function isThere({ cluster, signal }: FunctionWorld, object: KubeObject): Promise<boolean> {
  return (await cluster.read(objectReference(object), signal)) !== undefined;
}

/** What the API server says to the creation of what exists. */
function refusal({ apiVersion, metadata: { name } }: KubeObject, plural: string): JsonObject {
  const group = apiVersion.split('/')[0] ?? '';
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `${plural}.${group} ${JSON.stringify(name)} already exists`,
    reason: 'AlreadyExists',
    details: { name, group, kind: plural },
    code: 409,
  };
}

/** Actions on custom objects. */
export const customObjectActions: readonly NativeAction[] = scopes.flatMap((scoped) => [
  creator(scoped),
  deleter(scoped),
  patcher(scoped),
  replacer(scoped),
]);
