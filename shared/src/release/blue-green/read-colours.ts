import { PreconditionError } from '../../action/errors.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { KubeObject } from '../../cluster/kube-object.ts';
import { podLabelsOf, selects, serviceSelector } from '../twin/service-selector.ts';
import { colourOfMark } from '../twin/twin.ts';
import { workloadOf } from './blue-green-record.ts';
import type { ColourPair } from './blue-green-record.ts';
import { nameIn } from './colour.ts';
import type { Colour } from './colour.ts';

/** A release's two colours as they are in the cluster. */
export interface Colours {
  readonly pair: ColourPair;
  /** Whose pods the pair's Service selects. */
  readonly live: Colour;
  readonly deployments: Readonly<Record<Colour, KubeObject | undefined>>;
  /** The Services of the namespace, without previews. */
  readonly services: readonly KubeObject[];
}

/**
 * Reads which colour serves. It is the Service that says so, never a record: a run may have been lost
 * between the two. A PreconditionError where the Service leads to neither colour, or where what is
 * called like the other colour is none.
 */
export async function readColours(
  cluster: Cluster,
  pair: ColourPair,
  signal: AbortSignal,
): Promise<Colours> {
  const declared = workloadOf(pair);
  const kind = { apiVersion: 'v1', kind: 'Service' };
  const [blue, green, services] = await Promise.all([
    cluster.read(declared, signal),
    cluster.read({ ...declared, name: nameIn('green', pair.workload) }, signal),
    cluster.list({ ...kind, namespace: pair.namespace }, signal),
  ]);
  if (green !== undefined && green.metadata.annotations?.[colourOfMark] !== pair.workload) {
    throw new PreconditionError(
      `Deployment ${green.metadata.name} exists and is no colour of Deployment ${pair.workload}`,
      { hint: 'Rename or delete that Deployment' },
    );
  }
  const deployments = { blue, green };
  const stable = services.filter(
    ({ metadata }) => metadata.annotations?.[colourOfMark] === undefined,
  );
  return { pair, deployments, services: stable, live: liveColour(pair, deployments, stable) };
}

/** The Services that lead to pods of a Deployment. */
export function servicesTo(
  { services }: Pick<Colours, 'services'>,
  deployment: KubeObject | undefined,
): readonly KubeObject[] {
  if (deployment === undefined) return [];
  return services.filter((service) => selects(service, podLabelsOf(deployment)));
}

function liveColour(
  { service: name, workload }: ColourPair,
  { blue, green }: Colours['deployments'],
  services: readonly KubeObject[],
): Colour {
  const service = services.find(({ metadata }) => metadata.name === name);
  if (service === undefined) return blue === undefined && green !== undefined ? 'green' : 'blue';
  if (green !== undefined && selects(service, podLabelsOf(green))) return 'green';
  if (blue === undefined || selects(service, podLabelsOf(blue))) return 'blue';
  const selector = Object.entries(serviceSelector(service)).map(
    ([key, value]) => `${key}=${value}`,
  );
  throw new PreconditionError(
    `Service ${name} selects ${selector.join(',') || 'no pods'}, and Deployment ${workload} has no pods of these labels in either colour`,
    { hint: `Let Service ${name} select the pods of Deployment ${workload}, then run this again` },
  );
}
