import { numberAt, stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';

/** Events about the object with this uid, oldest first. */
export function eventsOf(events: readonly KubeObject[], uid: string | undefined): KubeObject[] {
  return events
    .filter((event) => uid !== undefined && stringAt(event, 'involvedObject', 'uid') === uid)
    .sort((one, other) => timeOf(one).localeCompare(timeOf(other)));
}

/** Events as lines, oldest first; repeated lines once, where they came last. */
export function describeEvents(events: readonly KubeObject[], most: number): readonly string[] {
  const lines = [...events]
    .sort((one, other) => timeOf(one).localeCompare(timeOf(other)))
    .map(describeEvent);
  return [...new Set(lines.reverse())].slice(0, most).reverse();
}

/** What an event says. */
export function messageOfEvent(event: KubeObject): string {
  return (stringAt(event, 'message') ?? '').replace(/\s+/g, ' ').trim();
}

/** `Warning FailedScheduling (5 times): 0/1 nodes are available …`. */
function describeEvent(event: KubeObject): string {
  const times = numberAt(event, 'series', 'count') ?? numberAt(event, 'count') ?? 1;
  const kind = `${stringAt(event, 'type') ?? 'Normal'} ${stringAt(event, 'reason') ?? ''}`;
  return `${kind}${times > 1 ? ` (${times} times)` : ''}: ${messageOfEvent(event)}`;
}

/** When it was last seen, in RFC 3339. */
export function timeOf(event: KubeObject): string {
  return (
    stringAt(event, 'series', 'lastObservedTime') ??
    stringAt(event, 'lastTimestamp') ??
    stringAt(event, 'eventTime') ??
    event.metadata.creationTimestamp ??
    ''
  );
}
