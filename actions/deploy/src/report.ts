import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { without } from '@kube-delivery/shared/json/without';
import type { Ending } from './ending.ts';

/** What the report file holds of an ending, beside what every report has. */
export function reportOf(ending: Ending, outputs: Readonly<Record<string, Json>>): JsonObject {
  return {
    ...without(outputs, 'previous-revision'),
    previousRevision: ending.previousRevision ?? null,
    revision: ending.revision ?? null,
    canary: ending.canary === undefined ? null : toJson(ending.canary),
    objects: ending.plan.objects.map(({ reference, action, fields }) => ({
      ...reference,
      action,
      fields: fields.map(({ path, from = null, to = null }) => ({ path, from, to })),
    })),
    downtimeSeconds: ending.downtimeSeconds ?? null,
    refusals: toJson(ending.plan.refusals),
    diagnoses: toJson(ending.diagnoses ?? []),
  };
}

/** A value of plain fields as JSON; fields that are undefined are left out. */
function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
