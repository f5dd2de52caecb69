import { messageOf } from '@kube-delivery/shared/action/errors';
import type { UndoOutcome } from '../engine/engine.ts';
import { recordReference } from './fault-record.ts';
import type { FaultRecord } from './fault-record.ts';
import { joinOutcomes } from './step-outcome.ts';
import type { StepOutcome } from './step-outcome.ts';
import { takeBackStep } from './take-back-step.ts';
import type { UndoWorld } from './take-back-step.ts';
import type { UndoStep } from './undo-step.ts';

/** A fault that is to be taken back. */
export interface OpenFault {
  readonly record: FaultRecord;
  /**
   * Its act was cut short, so that a write of it may still be on its way: what is undone is looked at once
   * more.
   */
  readonly mayComeLate: boolean;
}

/** A write whose connection was cut is done by then, or never. */
const lateWriteMs = 500;

/**
 * Takes faults back, which are given newest first: those on the same object in that order, the others at
 * the same time. Deletes the record of each that did not fail. Never rejects.
 */
export async function takeBackRecords(
  world: UndoWorld,
  faults: readonly OpenFault[],
  signal: AbortSignal,
): Promise<readonly UndoOutcome[]> {
  const lastOn = new Map<string, Promise<UndoOutcome>>();
  return Promise.all(
    faults.map((fault) => {
      const keys = fault.record.steps.flatMap(keyOf);
      const newer = Promise.all(keys.flatMap((key) => lastOn.get(key) ?? []));
      const done = newer.then(() => takeBack(world, fault, signal));
      for (const key of keys) lastOn.set(key, done);
      return done;
    }),
  );
}

async function takeBack(
  world: UndoWorld,
  { record, mayComeLate }: OpenFault,
  signal: AbortSignal,
): Promise<UndoOutcome> {
  const { title, place } = record;
  const looks = [await takeSteps(world, record, signal)];
  const changes = record.steps.some(({ kind }) => kind !== 'nothing');
  if (mayComeLate && changes) {
    await world.clock.sleep(lateWriteMs, signal).catch(() => undefined);
    looks.push(await takeSteps(world, record, signal));
  }
  const found = joinOutcomes(looks);
  if (found.outcome !== 'failed') await forget(world, record, signal);
  const namespace = place.scope === 'cluster' ? undefined : place.namespace;
  return { title, namespace, ...found };
}

async function takeSteps(
  world: UndoWorld,
  { id, steps }: FaultRecord,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const outcomes = [];
  for (const step of steps.toReversed()) {
    outcomes.push(await takeBackStep(world, step, id, signal));
  }
  return joinOutcomes(outcomes);
}

async function forget(
  { cluster, log }: UndoWorld,
  record: FaultRecord,
  signal: AbortSignal,
): Promise<void> {
  const reference = recordReference(record);
  try {
    await cluster.delete(reference, { signal });
  } catch (error) {
    log.warning(
      `The record ${reference.name} in namespace ${reference.namespace} could not be deleted (${messageOf(error)}); mode: recover does it.`,
    );
  }
}

function keyOf(step: UndoStep): readonly string[] {
  if (step.kind === 'nothing') return [];
  const { kind } = step.object;
  const { name, namespace = '' } =
    step.kind === 'create-object' ? step.object.metadata : step.object;
  return [`${kind}/${namespace}/${name}`];
}
