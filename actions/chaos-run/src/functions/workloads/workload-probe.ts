import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { startDeadline } from '@kube-delivery/shared/time/deadline';
import { Arguments } from '../arguments.ts';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { FunctionWorld } from '../native-function.ts';
import { withName } from '../pods/named-selector.ts';
import type { WorkloadKind } from './availability.ts';

type World = Pick<FunctionWorld, 'cluster' | 'clock' | 'signal'>;

/** The workload that the arguments name, which a label selector may have to select too; undefined without one. */
export async function findWorkload(
  world: World,
  kind: WorkloadKind,
  given: JsonObject,
): Promise<KubeObject | undefined> {
  const labelSelector = new Arguments(given).optionalText('label_selector');
  const [found] = await world.cluster.list(queryOf(kind, given, labelSelector), world.signal);
  return found;
}

/** Whether the workload comes into a state within `timeout` seconds; it is watched, not asked again. */
export async function reachesState(
  world: World,
  kind: WorkloadKind,
  given: JsonObject,
  isReached: (workload: KubeObject) => boolean,
): Promise<boolean> {
  const read = new Arguments(given);
  const labelSelector = withName(read.optionalText('label_selector'), read.text('name'));
  const query = queryOf(kind, given, labelSelector);
  const seconds = Math.trunc(read.number('timeout'));
  const deadline = startDeadline(world.clock, seconds * 1000, `the state of ${kind}`, world.signal);
  try {
    for await (const [workload] of world.cluster.observe(query, deadline.signal)) {
      if (workload !== undefined && isReached(workload)) return true;
    }
    return false;
  } catch (error) {
    world.signal.throwIfAborted();
    if (deadline.signal.aborted) return false;
    throw error;
  } finally {
    deadline.cancel();
  }
}

/** The reference of the workload that the arguments name. */
export function workloadReference<Kind extends WorkloadKind>(
  kind: Kind,
  given: JsonObject,
): ObjectReference & { readonly kind: Kind; readonly namespace: string } {
  const read = new Arguments(given);
  return { apiVersion: 'apps/v1', kind, namespace: read.text('ns'), name: read.text('name') };
}

function queryOf(
  kind: WorkloadKind,
  given: JsonObject,
  labelSelector: string | undefined,
): Parameters<FunctionWorld['cluster']['list']>[0] {
  const { namespace, name } = workloadReference(kind, given);
  return {
    apiVersion: 'apps/v1',
    kind,
    namespace,
    fieldSelector: `metadata.name=${name}`,
    ...(labelSelector === undefined ? {} : { labelSelector }),
  };
}
