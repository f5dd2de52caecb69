import { stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Cause } from './cause.ts';
import { messageOfEvent, timeOf } from './event.ts';

const fatalProbe = /^(?:Liveness|Startup) probe failed/;

/**
 * What the kubelet last said of a probe that belongs to a cause: `Readiness probe failed: HTTP probe
 * failed with statuscode: 404`. Undefined where it said nothing, or the cause has nothing to do with it.
 */
export function probeFailure(
  events: readonly KubeObject[],
  { probes }: Pick<Cause, 'probes'>,
): string | undefined {
  if (probes === undefined) return undefined;
  return events
    .filter((event) => stringAt(event, 'reason') === 'Unhealthy')
    .sort((one, other) => timeOf(one).localeCompare(timeOf(other)))
    .map(messageOfEvent)
    .findLast((message) => probes === 'any' || fatalProbe.test(message));
}
