import { objectAt } from '@kube-delivery/shared/json/json';
import type { PlacedContainer } from '../containers.ts';
import { missing } from '../policy.ts';
import type { Flaw } from '../policy.ts';

/** A probe's field in a container. */
export type ProbeField = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

/** Whether a container has a probe that asks anything; an empty one asks nothing. */
export function hasProbe({ fields }: PlacedContainer, field: ProbeField): boolean {
  return Object.keys(objectAt(fields, field)).length > 0;
}

/** The flaw of a container without a probe; `effect` begins with "so". */
export function unprobed(
  { name, path }: PlacedContainer,
  field: ProbeField,
  effect: string,
  hint: string,
): Flaw {
  return missing([...path, field], `container ${name} has no ${field}, ${effect}`, hint);
}
