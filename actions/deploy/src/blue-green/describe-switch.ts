import { nameIn, otherColour } from '@kube-delivery/shared/release/blue-green/colour';
import { colourWorkload } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';

/** What a switch would do, as one sentence. */
export function describeSwitch({ prepared }: { readonly prepared: PreparedColour }): string {
  const { colours, painting, replicas } = prepared;
  const { service, workload } = colours.pair;
  const old = nameIn(otherColour(painting.colour), workload);
  const others = painting.services.filter(({ name }) => name !== service);
  const along =
    others.length === 0 ? '' : `, and with it ${others.map(({ name }) => name).join(', ')}`;
  const pods = replicas === 1 ? '1 pod' : `${replicas} pods`;
  const name = colourWorkload(prepared).name;
  return `Deployment ${name} would come up with ${pods} beside ${old}, and Service ${service} be switched to it${along}`;
}
