import type { Diagnosis } from '../cluster/readiness.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { ReleasePlan } from './release-plan.ts';

/** What a report file holds of a plan and of what stood in its way: objects, refusals, diagnoses. */
export function planReport(plan: ReleasePlan, diagnoses: readonly Diagnosis[]): JsonObject {
  return {
    objects: plan.objects.map(({ reference, action, fields }) => ({
      ...reference,
      action,
      fields: fields.map(({ path, from = null, to = null }) => ({ path, from, to })),
    })),
    migrations: (plan.migrations ?? []).map(({ reference, action }) => ({ ...reference, action })),
    refusals: asJson(plan.refusals),
    diagnoses: asJson(diagnoses),
  };
}

/** A value of plain fields as JSON; fields that are undefined are left out. */
export function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
