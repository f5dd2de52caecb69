import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, numberAt, objectAt, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';

/** The port of a pod that is asked, with what its readiness probe asks there. */
export interface PodPort {
  readonly number: number;
  /** Path of the readiness probe where it is a plain HTTP one on this port. */
  readonly readinessPath: string | undefined;
}

interface Probe {
  readonly number: number;
  readonly path: string | undefined;
}

/**
 * The port of a pod with this number or name; without one, the port of the first readiness probe,
 * else the first TCP port that a container declares. A number need not be declared to be asked.
 */
export function portOfPod(pod: KubeObject, wanted: string | undefined): PodPort | undefined {
  const containers = servingContainers(pod);
  const probes = containers.flatMap(probeOf);
  const number =
    wanted === undefined
      ? (probes[0]?.number ?? firstPort(containers))
      : portNumber(/^\d+$/.test(wanted) ? Number(wanted) : wanted, containers);
  if (number === undefined) return undefined;
  return { number, readinessPath: probes.find((probe) => probe.number === number)?.path };
}

/** The containers that run as long as the pod does: its own, then its sidecars (KEP-753). */
function servingContainers(pod: KubeObject): readonly Json[] {
  const sidecars = arrayAt(pod, 'spec', 'initContainers').filter(
    (container) => stringAt(container, 'restartPolicy') === 'Always',
  );
  return [...arrayAt(pod, 'spec', 'containers'), ...sidecars];
}

/** The readiness probe of a container, where it asks a port. A named port is the container's own. */
function probeOf(container: Json): readonly Probe[] {
  for (const kind of ['httpGet', 'tcpSocket', 'grpc']) {
    const asked = objectAt(container, 'readinessProbe', kind);
    const number = portNumber(asked.port, [container]);
    if (number === undefined) continue;
    // An HTTPS probe's path cannot be asked over plain HTTP.
    const isPlain = kind === 'httpGet' && stringAt(asked, 'scheme') !== 'HTTPS';
    return [{ number, path: isPlain ? absolute(stringAt(asked, 'path') ?? '/') : undefined }];
  }
  return [];
}

function absolute(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

function portNumber(port: Json | undefined, containers: readonly Json[]): number | undefined {
  if (typeof port === 'number') return port;
  const declared = containers
    .flatMap((container) => arrayAt(container, 'ports'))
    .find((each) => typeof port === 'string' && stringAt(each, 'name') === port);
  return numberAt(declared, 'containerPort');
}

function firstPort(containers: readonly Json[]): number | undefined {
  const port = containers
    .flatMap((container) => arrayAt(container, 'ports'))
    .find((each) => (stringAt(each, 'protocol') ?? 'TCP') === 'TCP');
  return numberAt(port, 'containerPort');
}
