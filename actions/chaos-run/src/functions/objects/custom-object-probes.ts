import { listJson } from '../list-json.ts';
import type { NativeProbe } from '../native-function.ts';
import { required } from '../parameter.ts';
import {
  customKind,
  customObject,
  functionName,
  kindParameters,
  namespaceOf,
  namespaceParameter,
} from './custom-kind.ts';
import type { Scoped } from './custom-kind.ts';

const common = { type: 'probe', module: 'chaosk8s.crd.probes', aliases: [] } as const;
const scopes: readonly Scoped[] = ['namespaced', 'cluster'];

/** The object; that it does not exist fails it. */
function getter(scoped: Scoped): NativeProbe {
  return {
    ...common,
    func: functionName(scoped, 'get'),
    parameters: { ...kindParameters, name: required, ...namespaceParameter(scoped) },
    run: (given, world) => customObject(scoped, given, world),
  };
}

/** All objects of the kind, as a list of Kubernetes. */
function lister(scoped: Scoped): NativeProbe {
  return {
    ...common,
    func: functionName(scoped, 'list', 'custom_objects'),
    parameters: { ...kindParameters, ...namespaceParameter(scoped) },
    run: async (given, world) => {
      const kind = await customKind(scoped, given, world);
      const query = { ...kind, ...namespaceOf(scoped, given) };
      return listJson(kind, await world.cluster.list(query, world.signal));
    },
  };
}

/** Probes of custom objects. */
export const customObjectProbes: readonly NativeProbe[] = scopes.flatMap((scoped) => [
  getter(scoped),
  lister(scoped),
]);
