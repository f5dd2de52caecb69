import type { NativeProbe } from '../native-function.ts';
import { byDefault } from '../parameter.ts';
import { selectObjects } from '../selection.ts';

/** Whether a Secret with the name and labels is in the namespace. */
export const secretExists: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.secret.probes',
  func: 'secret_exists',
  aliases: ['chaosk8s.probes.secret_exists'],
  parameters: { name: byDefault(null), ns: byDefault('default'), label_selector: byDefault(null) },
  run: async (given, world) => {
    const found = await selectObjects({ apiVersion: 'v1', kind: 'Secret' }, given, world);
    return found.length > 0;
  },
};
