import { nearestWord } from '@kube-delivery/shared/text/nearest-word';
import type { PythonProvider } from '../experiment/experiment.ts';
import { bindingProblem } from './bind-arguments.ts';
import { checkFunctions } from './checks/check-functions.ts';
import { getEvents } from './events/get-events.ts';
import { pathExists } from './files/path-exists.ts';
import { query, queryInterval } from './metrics/prometheus-functions.ts';
import type { NativeFunction } from './native-function.ts';
import { networkFunctions } from './network/network-functions.ts';
import { nodeFunctions } from './nodes/node-functions.ts';
import { objectFunctions } from './objects/object-functions.ts';
import { podFunctions } from './pods/pod-functions.ts';
import {
  serviceEndpointIsInitialized,
  serviceIsInitialized,
} from './services/service-is-initialized.ts';
import { whyUnsupported } from './unsupported.ts';
import { workloadFunctions } from './workloads/workload-functions.ts';

/** The Python functions that run natively. */
export interface FunctionCatalogue {
  readonly all: readonly NativeFunction[];
  /** The function of that name, an alias too; undefined where it does not run natively. */
  find(module: string, func: string): NativeFunction | undefined;
  /** Why an activity of that type cannot run: an unknown function, arguments that do not fit. */
  problem(provider: PythonProvider, type: 'probe' | 'action'): string | undefined;
}

const all: readonly NativeFunction[] = [
  ...podFunctions,
  ...workloadFunctions,
  ...nodeFunctions,
  ...networkFunctions,
  ...objectFunctions,
  serviceIsInitialized,
  serviceEndpointIsInitialized,
  getEvents,
  query,
  queryInterval,
  pathExists,
  ...checkFunctions,
];

const byName: ReadonlyMap<string, NativeFunction> = new Map(
  all.flatMap((fn) => namesOf(fn).map((name) => [name, fn] as const)),
);

/** All of them. */
export const functionCatalogue: FunctionCatalogue = {
  all,
  find: (module, func) => byName.get(`${module}.${func}`),
  problem: ({ module, func, arguments: given }, type) => {
    const name = `${module}.${func}`;
    const fn = byName.get(name);
    if (fn === undefined) return unknownFunction(module, func);
    if (fn.type === 'action' && type === 'probe') {
      // Whatever asks for probes only, as a hypothesis and a dry run do, must change nothing.
      return `${name} changes the cluster; give the activity the type action, and keep it out of the hypothesis`;
    }
    return bindingProblem({ module, func, parameters: fn.parameters }, given);
  },
};

function namesOf(fn: NativeFunction): readonly string[] {
  return [`${fn.module}.${fn.func}`, ...fn.aliases];
}

function unknownFunction(module: string, func: string): string {
  const name = `${module}.${func}`;
  const reason = whyUnsupported(module, func);
  if (reason !== undefined) return `${name} is not supported: ${reason}`;
  const nearest = nearestFunction(module, func);
  return nearest === undefined
    ? `${name} cannot run: there is no Python here, only functions of chaosk8s, chaosprometheus.probes and os.path.exists run natively; call it with a process provider`
    : `${name} does not exist (did you mean ${nearest}?)`;
}

/** A function of the same name in another module, else the nearest by its whole name in the package. */
function nearestFunction(module: string, func: string): string | undefined {
  const [topPackage] = module.split('.');
  const known = [...byName.keys()].filter((name) => name.startsWith(`${topPackage ?? ''}.`));
  return known.find((name) => name.endsWith(`.${func}`)) ?? nearestWord(`${module}.${func}`, known);
}
