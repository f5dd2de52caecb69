import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { admitCreation, admitObject } from '../../faults/admit-object.ts';
import { changeObject } from '../../faults/change-object.ts';
import type { Change } from '../../faults/change-object.ts';
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

/** An action that changes an object by what `change` makes of the arguments, and gives it. */
function changer(
  scoped: Scoped,
  verb: 'patch' | 'replace',
  change: (given: JsonObject, world: FunctionWorld, object: KubeObject) => Change,
): NativeAction {
  const func = functionName(scoped, verb);
  return {
    ...common(scoped),
    func,
    parameters: {
      ...kindParameters,
      name: required,
      ...namespaceParameter(scoped),
      force: byDefault(false),
      ...resourceParameters,
    },
    run: async (given, world) => {
      const object = await customObject(scoped, given, world);
      const write = change(given, world, object);
      await admitObject(world, func, object);
      return changeObject(world, func, object, write);
    },
  };
}

/** Changes an object by a JSON Patch; `force` means nothing to the API server. */
function patcher(scoped: Scoped): NativeAction {
  return changer(scoped, 'patch', (given, { cluster, workspace }, object) => {
    const operations = givenPatch(given, workspace);
    return (options) => cluster.patch(objectReference(object), operations, options);
  });
}

/** Replaces an object unless somebody else writes at the same time. */
function replacer(scoped: Scoped): NativeAction {
  return changer(scoped, 'replace', (given, { cluster, workspace }, object) => {
    const { name, namespace } = object.metadata;
    const wanted = givenResource(given, workspace, object, namespace);
    if (wanted.metadata.name !== name) {
      throw new ActivityFailedError(
        `the resource is named ${wanted.metadata.name}, but name is ${name}`,
      );
    }
    const replacement = inPlaceOf(object, wanted);
    return (options) => cluster.replace(replacement, options);
  });
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
