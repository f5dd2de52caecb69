import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { numberAt } from '@kube-delivery/shared/json/json';
import { Arguments } from '../arguments.ts';
import type { NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { unmet } from '../unmet.ts';
import { availabilityProbe } from './availability-probe.ts';
import { isHealthy } from './availability.ts';
import { findWorkload, workloadReference } from './workload-probe.ts';

const module = 'chaosk8s.deployment.probes';
/**
 * Whether a Deployment has as many available pods as it wants. Strict also asks that its controller has
 * seen its last change. One that wants no pods is not healthy.
 */
export const deploymentAvailableAndHealthy: NativeProbe = {
  type: 'probe',
  module,
  func: 'deployment_available_and_healthy',
  aliases: ['chaosk8s.probes.deployment_available_and_healthy'],
  parameters: {
    name: required,
    ns: byDefault('default'),
    label_selector: byDefault(null),
    raise_on_unavailable: byDefault(true),
  },
  run: async (given, world) => {
    const raises = new Arguments(given).boolean('raise_on_unavailable');
    const found = await findWorkload(world, 'Deployment', given);
    if (found === undefined) return unmet(raises, whyMissing(given));
    if (isHealthy(found, world.compat)) return true;
    const available = numberAt(found, 'status', 'availableReplicas') ?? 0;
    const wanted = numberAt(found, 'spec', 'replicas') ?? 1;
    return unmet(
      raises,
      `Deployment ${found.metadata.name} is not healthy: ${available} of ${wanted} pods are available`,
    );
  },
};

/**
 * The same without the choice to raise. The original forgets its result, so that the healthiest
 * application is out of any tolerance; only with `compat: chaostoolkit` it gives null as well.
 */
export const microserviceAvailableAndHealthy: NativeProbe = {
  ...deploymentAvailableAndHealthy,
  module: 'chaosk8s.probes',
  func: 'microservice_available_and_healthy',
  aliases: [],
  parameters: {
    name: required,
    ns: byDefault('default'),
    label_selector: byDefault(null),
  },
  run: async (given, world) => {
    const asked = { ...given, raise_on_unavailable: true };
    const healthy = await deploymentAvailableAndHealthy.run(asked, world);
    return world.compat === 'chaostoolkit' ? null : healthy;
  },
};

/** Whether a Deployment has an available pod. */
export const deploymentPartiallyAvailable: NativeProbe = {
  type: 'probe',
  module,
  func: 'deployment_partially_available',
  aliases: [],
  parameters: {
    name: required,
    ns: byDefault('default'),
    label_selector: byDefault(null),
    raise_on_not_partially_available: byDefault(true),
  },
  run: async (given, world) => {
    const raises = new Arguments(given).boolean('raise_on_not_partially_available');
    const found = await findWorkload(world, 'Deployment', given);
    if (found === undefined) return unmet(raises, whyMissing(given));
    const available = numberAt(found, 'status', 'availableReplicas') ?? 0;
    if (available >= 1) return true;
    return unmet(raises, `Deployment ${found.metadata.name} has no available pod`);
  },
};

/** Waits until all pods that a Deployment wants are ready. */
export const deploymentFullyAvailable = availabilityProbe({
  module,
  func: 'deployment_fully_available',
  aliases: ['chaosk8s.probes.deployment_fully_available'],
  kind: 'Deployment',
  wanted: true,
  raise: 'raise_on_not_fully_available',
});

/** Waits until not all pods that a Deployment wants are ready. */
export const deploymentNotFullyAvailable = availabilityProbe({
  module,
  func: 'deployment_not_fully_available',
  aliases: ['chaosk8s.probes.deployment_not_fully_available'],
  kind: 'Deployment',
  wanted: false,
  raise: 'raise_on_fully_available',
});

/** Both under the names of the deprecated module, without the choice to raise. */
export const deploymentIsFullyAvailable = raising(
  deploymentFullyAvailable,
  'deployment_is_fully_available',
  'raise_on_not_fully_available',
);

/** As above. */
export const deploymentIsNotFullyAvailable = raising(
  deploymentNotFullyAvailable,
  'deployment_is_not_fully_available',
  'raise_on_fully_available',
);

function raising(probe: NativeProbe, func: string, raise: string): NativeProbe {
  return {
    ...probe,
    module: 'chaosk8s.probes',
    func,
    aliases: [],
    parameters: Object.fromEntries(
      Object.entries(probe.parameters).filter(([name]) => name !== raise),
    ),
    run: (given, world) => probe.run({ ...given, [raise]: true }, world),
  };
}

function whyMissing(given: JsonObject): string {
  return `${describeReference(workloadReference('Deployment', given))} does not exist`;
}
