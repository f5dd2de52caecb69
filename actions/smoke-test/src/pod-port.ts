import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, numberAt, objectAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';

/** The port of a pod that is asked, with what its readiness probe asks there. */
export interface PodPort {
  readonly number: number;
  /** Path of the readiness probe where it is an HTTP one on this port. */
  readonly readinessPath: string | undefined;
}

/**
 * The port of a pod with this number or name; without one, the port of the first readiness probe,
 * else the first port that a container declares. A number need not be declared to be asked.
 */
export function portOfPod(pod: KubeObject, wanted: string | undefined): PodPort | undefined {
  const containers = arrayAt(pod, 'spec', 'containers');
  const probes = containers.flatMap((container) => {
    const probe = objectAt(container, 'readinessProbe', 'httpGet');
    const number = portNumber(probe.port, containers);
    return number === undefined ? [] : [{ number, path: stringAt(probe, 'path') ?? '/' }];
  });
  const number =
    wanted === undefined
      ? (probes[0]?.number ?? firstPort(containers))
      : portNumber(/^\d+$/.test(wanted) ? Number(wanted) : wanted, containers);
  if (number === undefined) return undefined;
  return { number, readinessPath: probes.find((probe) => probe.number === number)?.path };
}

/** Whether the pod's Ready condition is true. */
export function readinessOf(pod: KubeObject): boolean {
  return arrayAt(pod, 'status', 'conditions').some(
    (condition) =>
      stringAt(condition, 'type') === 'Ready' && stringAt(condition, 'status') === 'True',
  );
}

function portNumber(port: Json | undefined, containers: readonly Json[]): number | undefined {
  if (typeof port === 'number') return port;
  const declared = containers
    .flatMap((container) => arrayAt(container, 'ports'))
    .find((each) => typeof port === 'string' && stringAt(each, 'name') === port);
  return numberAt(declared, 'containerPort');
}

function firstPort(containers: readonly Json[]): number | undefined {
  return containers
    .map((container) => valueAt(container, 'ports', 0, 'containerPort'))
    .find((port) => typeof port === 'number');
}
