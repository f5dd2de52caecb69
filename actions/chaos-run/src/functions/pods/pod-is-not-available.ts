import { stringAt } from '@kube-delivery/shared/json/json';
import { Arguments } from '../arguments.ts';
import type { NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { listPods } from './list-pods.ts';
import { nameSelector, withName } from './named-selector.ts';
import { unmet } from '../unmet.ts';

/** Whether none of an application's pods is of the phase Running. */
export const podIsNotAvailable: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.pod.probes',
  func: 'pod_is_not_available',
  aliases: ['chaosk8s.probes.pod_is_not_available'],
  parameters: {
    name: required,
    ns: byDefault('default'),
    label_selector: byDefault(nameSelector),
    raise_on_is_available: byDefault(true),
  },
  run: async (given, world) => {
    const read = new Arguments(given);
    const name = read.text('name');
    const raises = read.boolean('raise_on_is_available');
    const selector = withName(read.optionalText('label_selector'), name);
    const pods = await listPods(world, read.text('ns'), selector);
    const running = pods.filter((pod) => stringAt(pod, 'status', 'phase') === 'Running');
    if (running.length === 0) return true;
    const names = running.map(({ metadata }) => metadata.name).join(', ');
    return unmet(raises, `${name} is available: ${names} ${running.length === 1 ? 'runs' : 'run'}`);
  },
};

/** The same without the choice to raise. */
export const microserviceIsNotAvailable: NativeProbe = {
  ...podIsNotAvailable,
  module: 'chaosk8s.probes',
  func: 'microservice_is_not_available',
  aliases: [],
  parameters: {
    name: required,
    ns: byDefault('default'),
    label_selector: byDefault(nameSelector),
  },
  run: (given, world) => podIsNotAvailable.run({ ...given, raise_on_is_available: true }, world),
};
