import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { UndoOutcome } from '../engine/engine.ts';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import { newestFirst, readRecord, runLabel, stayLabel } from './fault-record.ts';
import type { FaultRecord } from './fault-record.ts';
import { takeBackRecords } from './take-back-records.ts';
import type { UndoWorld } from './take-back-step.ts';

/** Which records of a place; where neither is given all, and those of faults that are to stay as well. */
export interface SweepOf {
  /** Those of this run only. */
  readonly only?: string;
  /** All but those of this run. */
  readonly except?: string;
}

/**
 * Takes back what the records of a place say, newest first, and says so in the log. To be called by the
 * holder of the place's lock only, as it cannot be told else whether their runs are dead. Rejects with an
 * ApiError where the records cannot be listed.
 */
export async function sweepPlace(
  world: UndoWorld,
  place: ChaosPlace,
  of: SweepOf,
  signal: AbortSignal,
): Promise<readonly UndoOutcome[]> {
  const { cluster } = world;
  const { namespace, scope } = place;
  const labelSelector = selectorOf(of);
  const query = { apiVersion: 'v1', kind: 'ConfigMap', namespace, labelSelector };
  const found = await cluster.list(query, signal);
  const read = found.map((object) => ({ object, record: readRecord(object) }));
  const records: FaultRecord[] = [];
  const unreadable: UndoOutcome[] = [];
  for (const { object, record } of read) {
    if (!('problem' in record)) {
      if (record.place.scope === scope) records.push(record);
    } else if (scope === 'namespace') {
      unreadable.push(unreadableOutcome(object, record.problem));
    }
  }
  const faults = records.toSorted(newestFirst).map((record) => ({ record, mayComeLate: false }));
  const outcomes = [...(await takeBackRecords(world, faults, signal)), ...unreadable];
  for (const outcome of outcomes) report(world, outcome);
  return outcomes;
}

function selectorOf({ only, except }: SweepOf): string {
  if (only !== undefined) return `${runLabel}=${only},!${stayLabel}`;
  return except === undefined ? runLabel : `${runLabel},${runLabel}!=${except},!${stayLabel}`;
}

function unreadableOutcome({ kind, metadata }: KubeObject, reason: string): UndoOutcome {
  const { name, namespace } = metadata;
  return { title: describeReference({ kind, name }), namespace, outcome: 'failed', reason };
}

function report({ log }: UndoWorld, { title, namespace, outcome, reason }: UndoOutcome): void {
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const why = reason === '' ? '' : ` (${reason})`;
  const said = `A run that is over left "${title}"${where}: ${outcome}${why}.`;
  if (outcome === 'failed') log.warning(said);
  else log.notice(said);
}
