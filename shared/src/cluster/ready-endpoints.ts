import { arrayAt, booleanAt, numberAt, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { Cluster, ObjectQuery } from './cluster.ts';
import type { KubeObject } from './kube-object.ts';

/** One address that a Service sends requests to. */
export interface Endpoint {
  readonly address: string;
  /** The pod behind it, where there is one. */
  readonly pod: string | undefined;
  /** The address' own port numbers by the names of the Service's ports. */
  readonly ports: Readonly<Record<string, number>>;
}

/** The query for the EndpointSlices of a Service. */
export function endpointSlicesOf(service: string, namespace?: string): ObjectQuery {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    labelSelector: `kubernetes.io/service-name=${service}`,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** The addresses that a Service sends requests to: ready ones, each once (KEP-752, KEP-1672). */
export async function readyEndpointsOf(
  cluster: Cluster,
  service: string,
  signal: AbortSignal,
): Promise<readonly Endpoint[]> {
  return readyEndpoints(await cluster.list(endpointSlicesOf(service), signal));
}

/** The ready addresses of EndpointSlices. A condition that is not written counts as ready. */
export function readyEndpoints(slices: readonly KubeObject[]): readonly Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const slice of slices) {
    const ports = Object.fromEntries(
      arrayAt(slice, 'ports').map((port) => [
        stringAt(port, 'name') ?? '',
        numberAt(port, 'port') ?? 0,
      ]),
    );
    for (const endpoint of arrayAt(slice, 'endpoints')) {
      const address = stringAt(endpoint, 'addresses', 0);
      if (address !== undefined && isReady(endpoint)) {
        found.set(address, { address, pod: podOf(endpoint), ports });
      }
    }
  }
  return [...found.values()];
}

function isReady(endpoint: Json): boolean {
  return booleanAt(endpoint, 'conditions', 'ready') ?? true;
}

function podOf(endpoint: Json): string | undefined {
  return stringAt(endpoint, 'targetRef', 'kind') === 'Pod'
    ? stringAt(endpoint, 'targetRef', 'name')
    : undefined;
}
