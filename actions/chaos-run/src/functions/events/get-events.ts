import { Arguments } from '../arguments.ts';
import { listJson } from '../list-json.ts';
import type { NativeProbe } from '../native-function.ts';
import { byDefault } from '../parameter.ts';

const kind = { apiVersion: 'events.k8s.io/v1', kind: 'Event' };

/** Events of all namespaces as an EventList, the first `limit` of them in the API server's order. */
export const getEvents: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.event.probes',
  func: 'get_events',
  aliases: [],
  parameters: {
    label_selector: byDefault(null),
    field_selector: byDefault(null),
    limit: byDefault(100),
  },
  run: async (given, { cluster, signal }) => {
    const args = new Arguments(given);
    const labelSelector = args.optionalText('label_selector');
    const fieldSelector = args.optionalText('field_selector');
    const events = await cluster.list(
      {
        ...kind,
        allNamespaces: true,
        ...(labelSelector === undefined ? {} : { labelSelector }),
        ...(fieldSelector === undefined ? {} : { fieldSelector }),
      },
      signal,
    );
    return listJson(kind, events.slice(0, args.optionalInteger('limit')));
  },
};
