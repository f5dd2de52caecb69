import type { ObjectReference } from '../../cluster/kube-object.ts';
import type { Json } from '../../json/json.ts';
import type { Colour } from './colour.ts';

/** How a Service sent its requests at one time. */
export interface ServiceState {
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly Json[];
}

/** A Service whose requests a revision moved, or is about to move. */
export interface MovedService {
  readonly name: string;
  /** As it was with the other colour; undefined where the revision brought the Service. */
  readonly before: ServiceState | undefined;
  /** What it selects by from the switch on. */
  readonly selector: Readonly<Record<string, string>>;
}

/** How a revision stands in the two colours of its release. */
export interface BlueGreenRecord {
  readonly namespace: string;
  /** The Deployment by its declared name. */
  readonly workload: string;
  /** The Service that decides which colour serves. */
  readonly service: string;
  /** The colour that serves from this revision on. */
  readonly colour: Colour;
  /** In the order in which they are switched; none where the revision stayed in its colour. */
  readonly moved: readonly MovedService[];
  /** The preview Service. */
  readonly preview: string;
  /** When the other colour may be scaled down (ISO 8601); set when the revision is good. */
  readonly scaleDownAt?: string;
}

/** Which release's colours are meant: the part of a record that stays the same. */
export type ColourPair = Pick<BlueGreenRecord, 'namespace' | 'workload' | 'service'>;

/** The Deployment of a pair as declared. */
export function workloadOf({ namespace, workload }: ColourPair): ObjectReference {
  return { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: workload };
}
