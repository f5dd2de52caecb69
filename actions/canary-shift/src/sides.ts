import { InputError, PreconditionError } from '@kube-delivery/shared/action/errors';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, numberAt, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { service } from './session.ts';
import type { Session } from './session.ts';

/** The objects of both sides as they are. */
export interface Sides {
  readonly stable: { readonly service: KubeObject; readonly workload: KubeObject };
  /** Each is undefined where it is not there. */
  readonly canary: {
    readonly service: KubeObject | undefined;
    readonly workload: KubeObject | undefined;
  };
}

/** Finds Services and Deployments of both sides; what must be there and is not is an error. */
export async function findSides(session: Session): Promise<Sides> {
  const { cluster, inputs, keeper, signal } = session;
  const { backends } = keeper.router;
  const stableService = await cluster.read(service(session, backends.stable), signal);
  if (stableService === undefined) {
    throw new PreconditionError(
      `${describeReference(service(session, backends.stable))} was not found`,
      { hint: 'Check the inputs stable and namespace' },
    );
  }
  const canaryService = await cluster.read(service(session, backends.canary), signal);
  const workloads = await cluster.list({ apiVersion: 'apps/v1', kind: 'Deployment' }, signal);
  const stable = pick(workloads, inputs.workload, stableService, 'workload');
  if (stable === undefined) {
    throw new PreconditionError(
      `no Deployment was found whose pods Service ${backends.stable} selects`,
      { hint: 'Name it with the input workload' },
    );
  }
  const canary =
    canaryService && pick(workloads, inputs.canaryWorkload, canaryService, 'canary-workload');
  checkApart(stableService, canary, backends.stable);
  checkPort(canaryService, backends.port);
  return {
    stable: { service: stableService, workload: stable },
    canary: { service: canaryService, workload: canary },
  };
}

/** The replicas that a Deployment asks for. */
export function replicasOf(workload: KubeObject): number {
  return numberAt(workload, 'spec', 'replicas') ?? 1;
}

/** The name of the Service port with this number; empty for an only, unnamed one. */
export function portName(object: KubeObject, port: number): string {
  const found = arrayAt(object, 'spec', 'ports').find((each) => numberAt(each, 'port') === port);
  return stringAt(found, 'name') ?? '';
}

function pick(
  workloads: readonly KubeObject[],
  name: string | undefined,
  selecting: KubeObject,
  input: string,
): KubeObject | undefined {
  if (name !== undefined) return workloads.find(({ metadata }) => metadata.name === name);
  const selected = workloads.filter((workload) => selects(selecting, workload));
  if (selected.length <= 1) return selected[0];
  const names = selected.map(({ metadata }) => metadata.name).join(', ');
  const message = `is needed, as Service ${selecting.metadata.name} selects pods of ${names}`;
  throw new InputError([{ input, message }]);
}

function checkApart(stableService: KubeObject, canary: KubeObject | undefined, name: string): void {
  if (canary === undefined || !selects(stableService, canary)) return;
  throw new PreconditionError(
    `Service ${name} selects the pods of the canary ${canary.metadata.name} too, so no weight could keep traffic from it`,
    { hint: 'Give the canary pods other labels than the stable Service selects' },
  );
}

function checkPort(canaryService: KubeObject | undefined, port: number): void {
  const ports = arrayAt(canaryService, 'spec', 'ports').map((each) => numberAt(each, 'port'));
  if (canaryService === undefined || ports.includes(port)) return;
  throw new PreconditionError(
    `Service ${canaryService.metadata.name} has no port ${port}, which the route sends requests to`,
    { hint: 'Give the canary Service the ports of the stable one' },
  );
}

function selects(selecting: KubeObject, workload: KubeObject): boolean {
  const selector: JsonObject = objectAt(selecting, 'spec', 'selector');
  const labels = objectAt(workload, 'spec', 'template', 'metadata', 'labels');
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
