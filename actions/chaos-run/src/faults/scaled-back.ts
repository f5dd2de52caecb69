import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { numberAt } from '@kube-delivery/shared/json/json';
import { valuesOf } from '../undo/changed-since.ts';
import type { UndoStep } from '../undo/undo-step.ts';

/**
 * Whether scaling a workload `to` so many replicas only takes back what this run did to it (`own`): it
 * gets at least as many as it had before the run, and has what the run gave it. Anything else is
 * somebody's workload that is scaled, as by any act.
 */
export function isScaledBack(workload: KubeObject, to: number, own: readonly UndoStep[]): boolean {
  const { uid = '' } = workload.metadata;
  const values = valuesOf({ uid, field: ['spec', 'replicas'] }, own);
  const [before] = values;
  const now = numberAt(workload, 'spec', 'replicas') ?? 1;
  return typeof before === 'number' && to >= before && values.includes(now);
}
