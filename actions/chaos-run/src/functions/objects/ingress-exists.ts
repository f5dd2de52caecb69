import { Arguments } from '../arguments.ts';
import type { NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';

/** Whether the namespace has an Ingress of the name. */
export const ingressExists: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.networking.probes',
  func: 'ingress_exists',
  aliases: [],
  parameters: { name: required, ns: byDefault('default') },
  run: async (given, { cluster, signal }) => {
    const args = new Arguments(given);
    const reference = { namespace: args.text('ns'), name: args.text('name') };
    const kind = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' };
    return (await cluster.read({ ...kind, ...reference }, signal)) !== undefined;
  },
};
