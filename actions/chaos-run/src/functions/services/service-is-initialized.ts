import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { selectObjects } from '../selection.ts';

/** Whether a Service with the name and labels is in the namespace; by default that none is fails it. */
export const serviceIsInitialized: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.service.probes',
  func: 'service_is_initialized',
  aliases: ['chaosk8s.probes.service_is_initialized'],
  parameters: {
    name: byDefault(null),
    ns: byDefault('default'),
    label_selector: byDefault(null),
    raise_if_service_not_initialized: byDefault(true),
  },
  run: async (given, world) =>
    lookUp(given, new Arguments(given).boolean('raise_if_service_not_initialized'), world),
};

const ofName = 'name in ({name})';

/**
 * The older name. Its default selector asks the original's API server for a label `{name}`, which no
 * server takes; here the default looks for the Service of that name, whatever its labels.
 */
export const serviceEndpointIsInitialized: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.probes',
  func: 'service_endpoint_is_initialized',
  aliases: [],
  parameters: { name: required, ns: byDefault('default'), label_selector: byDefault(ofName) },
  run: (given, world) =>
    lookUp(
      given.label_selector === ofName ? { ...given, label_selector: null } : given,
      true,
      world,
    ),
};

async function lookUp(given: JsonObject, mustBe: boolean, world: FunctionWorld): Promise<boolean> {
  const services = await selectObjects({ apiVersion: 'v1', kind: 'Service' }, given, world);
  if (services.length > 0) return true;
  if (!mustBe) return false;
  const { name, ns, label_selector: labels } = given;
  const asked = [
    ...(typeof name === 'string' ? [name] : []),
    ...(typeof labels === 'string' ? [`with labels ${labels}`] : []),
  ];
  throw new ActivityFailedError(
    `namespace ${JSON.stringify(ns)} has no Service ${asked.join(' ')}`.trimEnd(),
  );
}
