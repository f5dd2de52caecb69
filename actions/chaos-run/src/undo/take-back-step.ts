import { messageOf } from '@kube-delivery/shared/action/errors';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { Clock } from '@kube-delivery/shared/time/clock';
import type { Log } from '@kube-delivery/shared/action/log';
import { createDeleted } from './create-deleted.ts';
import { deleteCreated } from './delete-created.ts';
import { restoreField } from './restore-field.ts';
import { failed, nothingToDo } from './step-outcome.ts';
import type { StepOutcome } from './step-outcome.ts';
import type { UndoStep } from './undo-step.ts';

/** What faults are taken back with. */
export interface UndoWorld {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly log: Log;
}

/** Does one step of the way back of the fault with this id. Never rejects. */
export async function takeBackStep(
  world: UndoWorld,
  step: UndoStep,
  id: string,
  signal: AbortSignal,
): Promise<StepOutcome> {
  try {
    switch (step.kind) {
      case 'nothing':
        return nothingToDo;
      case 'restore-field':
        return await restoreField(world.cluster, step, signal);
      case 'delete-object':
        return await deleteCreated(world.cluster, step.object, id, signal);
      case 'create-object':
        return await createDeleted(world, step.object, signal);
    }
  } catch (error) {
    return failed(messageOf(error));
  }
}
