import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { diagnose } from '@kube-delivery/shared/cluster/diagnosis/diagnose';
import { withinTimeout } from '@kube-delivery/shared/release/attempt';
import type { BlueGreenRecord } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { colourWorkload } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import {
  moveServices,
  untilServed,
  writeRest,
} from '@kube-delivery/shared/release/blue-green/write-colour';
import type { Failure } from '@kube-delivery/shared/release/failure';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import type { Session } from '../session.ts';
import type { PodUnrest } from './pod-unrest.ts';
import { returnUsers } from './return-users.ts';
import { beside, lookAtPods, podsOf } from './watch-pods.ts';

/** Takes a last look at the pods of a colour before users are moved to it. */
export async function lookOnce(
  session: Session,
  prepared: PreparedColour,
  unrest: PodUnrest,
): Promise<Failure | undefined> {
  const seen = await lookAtPods(session, podsOf(prepared), unrest);
  if (seen === undefined) return undefined;
  const reason = `${describeReference(colourWorkload(prepared))} is not steady: ${seen}`;
  return { reason, diagnoses: [] };
}

/**
 * Moves users to a colour, writes the rest of the release, and waits out the soak. The pods are watched
 * from the switch on: at the first unrest users go back at once, before anything is explained.
 */
export async function serve(
  session: Session,
  prepared: PreparedColour,
  blueGreen: BlueGreenRecord,
  unrest: PodUnrest,
): Promise<Failure | undefined> {
  const { clock } = session.context;
  const moving = await withinTimeout(session, (deadline) =>
    moveServices(session, prepared, blueGreen.moved, deadline),
  );
  if (moving !== undefined) return moving;
  const began = clock.elapsed();
  let rest: Promise<Failure | undefined> = Promise.resolve(undefined);
  const ended = await beside(session, podsOf(prepared), unrest, (life) => {
    rest = waitOut(session, prepared, life);
    return rest;
  });
  if (typeof ended !== 'string') return ended;
  const after = formatDuration(clock.elapsed() - began);
  await returnUsers(session, blueGreen);
  // What it was writing is written to the end, so that nothing comes after what is restored.
  await rest.catch(() => undefined);
  return explain(session, prepared, `${ended}, ${after} after the switch`);
}

async function waitOut(
  session: Session,
  prepared: PreparedColour,
  life: AbortSignal,
): Promise<Failure | undefined> {
  const failure = await withinTimeout(session, async (deadline) => {
    await untilServed({ ...session, signal: AbortSignal.any([deadline.signal, life]) }, prepared);
    life.throwIfAborted();
    return writeRest({ ...session, signal: life }, prepared, deadline);
  });
  if (failure !== undefined) return failure;
  await session.context.clock.sleep(session.inputs.blueGreen.soak, life);
  return undefined;
}

async function explain(
  { cluster, context, signal, watching }: Session,
  prepared: PreparedColour,
  reason: string,
): Promise<Failure> {
  const found = await diagnose(cluster, colourWorkload(prepared), {
    clock: context.clock,
    signal,
    logLines: watching.logLines,
    cause: { reason, hint: 'Look at the log of that pod, and deploy a release that is mended' },
  });
  return { reason: found.reason, hint: found.hint, diagnoses: [found] };
}
