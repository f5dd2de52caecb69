import { messageOf } from '@kube-delivery/shared/action/errors';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { readyEndpointsOf } from '@kube-delivery/shared/cluster/ready-endpoints';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import { canaryObjectsOf } from './canary-release.ts';
import { scale } from './ensure-capacity.ts';
import { deployment, presentRecord, service } from './session.ts';
import type { Session } from './session.ts';

const logLines = 20;
const mostEvents = 20;

/** Keeps the canary's events and the end of one pod's log for the report, before it is removed. */
export async function keepEvidence(session: Session): Promise<void> {
  const { cluster, context, journal, signal } = session;
  const { services, workloads } = presentRecord(session);
  try {
    const events = await cluster.list(
      { apiVersion: 'v1', kind: 'Event', fieldSelector: 'type=Warning' },
      signal,
    );
    const own = events
      .filter((event) => stringAt(event, 'involvedObject', 'name')?.startsWith(workloads.canary))
      .map((event) => `${stringAt(event, 'reason') ?? ''}: ${stringAt(event, 'message') ?? ''}`);
    journal.addEvents([...new Set(own)].slice(-mostEvents));
    const [endpoint] = await readyEndpointsOf(cluster, services.canary, signal);
    if (endpoint?.pod === undefined) return;
    const container = await mainContainer(session, workloads.canary);
    const query = { pod: endpoint.pod, tailLines: logLines, ...container };
    journal.addEvents((await cluster.podLog(query, signal)).split('\n').filter(Boolean));
  } catch (thrown) {
    signal.throwIfAborted();
    // What is kept for reading must not stand in the way of what keeps users served.
    context.log.warning(`The canary's events could not be kept: ${messageOf(thrown)}`);
  }
}

/** Deletes what the canary is made of, or scales it to 0 where it is to be kept. */
export async function removeCanary(session: Session): Promise<void> {
  const { cluster, context, inputs, signal } = session;
  const record = presentRecord(session);
  const workload = deployment(session, record.workloads.canary);
  if (inputs.keepCanary) {
    const present = await cluster.read(workload, signal);
    if (present !== undefined) await scale(session, present, 0);
    return;
  }
  // A Service that the user's own route names belongs to the user.
  const ownService =
    record.original.split.canary === undefined ? [service(session, record.services.canary)] : [];
  const objects = await canaryObjectsOf(session, record);
  for (const reference of unique([workload, ...ownService, ...objects])) {
    const deleted = await cluster.delete(reference, { signal });
    if (deleted) context.log.info(`Deleted ${describeReference(reference)}`);
  }
}

function unique(references: readonly ObjectReference[]): readonly ObjectReference[] {
  const byName = new Map(references.map((each) => [`${each.kind}/${each.name}`, each]));
  return [...byName.values()];
}

async function mainContainer(
  session: Session,
  workload: string,
): Promise<{ readonly container?: string }> {
  const present = await session.cluster.read(deployment(session, workload), session.signal);
  const [first] = arrayAt(present, 'spec', 'template', 'spec', 'containers');
  const container = stringAt(first, 'name');
  return container === undefined ? {} : { container };
}
