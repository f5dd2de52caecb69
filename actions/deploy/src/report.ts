import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { without } from '@kube-delivery/shared/json/without';
import { asJson, planReport } from '@kube-delivery/shared/release/plan-report';
import type { Ending } from './ending.ts';

/** What the report file holds of an ending, beside what every report has. */
export function reportOf(ending: Ending, outputs: Readonly<Record<string, Json>>): JsonObject {
  return {
    ...without(outputs, 'previous-revision'),
    previousRevision: ending.previousRevision ?? null,
    revision: ending.revision ?? null,
    canary: ending.canary === undefined ? null : asJson(ending.canary),
    downtimeSeconds: ending.downtimeSeconds ?? null,
    pruned: (ending.prune?.delete ?? []).map(({ reference }) => ({ ...reference })),
    spared: (ending.prune?.kept ?? []).map(({ reference, why }) => ({ ...reference, why })),
    byHand: [...(ending.byHand ?? [])],
    ...planReport(ending.plan, ending.diagnoses ?? []),
  };
}
