import { Arguments } from '../arguments.ts';
import type { NativeProbe } from '../native-function.ts';
import { required } from '../parameter.ts';

/** Whether the cluster has a namespace of the name. */
export const namespaceExists: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.namespace.probes',
  func: 'namespace_exists',
  aliases: [],
  parameters: { name: required },
  run: async (given, { cluster, signal }) => {
    const name = new Arguments(given).text('name');
    const found = await cluster.read({ apiVersion: 'v1', kind: 'Namespace', name }, signal);
    return found !== undefined;
  },
};
