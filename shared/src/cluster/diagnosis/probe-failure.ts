import { stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Cause } from './cause.ts';
import { messageOfEvent, timeOf } from './event.ts';

const fatalProbe = /^(?:Liveness|Startup) probe failed/;
/** What the kubelet says when it ends a container for a probe's sake. */
const killedBy = /failed (liveness|startup) probe/;

/**
 * What the kubelet last said of a probe that belongs to a cause: `Readiness probe failed: HTTP probe
 * failed with statuscode: 404`. Of a container that was ended for a probe's sake it is that probe, as a
 * startup probe may fail for a while in any start. Undefined where the kubelet said nothing, or the cause
 * has nothing to do with it.
 */
export function probeFailure(
  events: readonly KubeObject[],
  { probes }: Pick<Cause, 'probes'>,
): string | undefined {
  if (probes === undefined) return undefined;
  const failures = messagesOf(events, 'Unhealthy');
  if (probes === 'any') return failures.at(-1);
  const killer = messagesOf(events, 'Killing')
    .map((message) => killedBy.exec(message)?.[1])
    .findLast((probe) => probe !== undefined);
  const isKiller = (message: string): boolean =>
    killer !== undefined && message.toLowerCase().startsWith(`${killer} probe failed`);
  return failures.findLast(isKiller) ?? failures.findLast((message) => fatalProbe.test(message));
}

/** What events of this reason say, oldest first. */
function messagesOf(events: readonly KubeObject[], reason: string): readonly string[] {
  return events
    .filter((event) => stringAt(event, 'reason') === reason)
    .sort((one, other) => timeOf(one).localeCompare(timeOf(other)))
    .map(messageOfEvent);
}
