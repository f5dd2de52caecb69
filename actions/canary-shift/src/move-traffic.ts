import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { startDeadline } from '@kube-delivery/shared/time/deadline';
import type { Deadline } from '@kube-delivery/shared/time/deadline';
import { canaryPercent, describeSplit, splitFor } from '@kube-delivery/shared/traffic/split';
import type { Split } from '@kube-delivery/shared/traffic/split';
import type { Session } from './session.ts';
import type { ShiftRecord } from '@kube-delivery/shared/traffic/shift-record';

const pollEvery = 250;

/**
 * Sets the canary's share and the record that tells of it in one write, then waits until the route's
 * controller has accepted it. Where the canary's backend is not there, a share of 0 changes nothing.
 */
export async function moveTraffic(
  session: Session,
  record: ShiftRecord,
  percent: number,
): Promise<void> {
  const { split } = session.keeper;
  const isThere = split.canary !== undefined || percent > 0;
  const same = canaryPercent(split) === percent;
  await writeSplit(session, record, !isThere || same ? split : splitFor(percent));
}

/** Sets the weights to given ones, with the record, and waits until that is accepted. */
export async function writeSplit(
  session: Session,
  record: ShiftRecord | undefined,
  split: Split,
): Promise<void> {
  const { context, inputs, journal, keeper, signal } = session;
  const before = describeSplit(keeper.split);
  await keeper.write(record, signal, split);
  if (before !== describeSplit(split)) {
    context.log.info(`Weights of ${keeper.router.route.name}: ${before} → ${describeSplit(split)}`);
    journal.addWeight({
      at: context.clock.now().toISOString(),
      weight: canaryPercent(split) ?? 0,
    });
  }
  const what = `accepting ${describeReference(keeper.router.route)}`;
  const deadline = startDeadline(context.clock, inputs.propagationTimeout, what, signal);
  try {
    await untilAccepted(session, deadline);
  } finally {
    deadline.cancel();
  }
}

async function untilAccepted(session: Session, deadline: Deadline): Promise<void> {
  const { context, keeper, signal } = session;
  for (;;) {
    const { acceptance } = keeper.view;
    if (acceptance.state === 'accepted') return;
    if (deadline.remaining() === 0) {
      const route = describeReference(keeper.router.route);
      throw new PreconditionError(`${route} was not accepted in time: ${acceptance.message}`, {
        hint: 'Look at the status of the route and at its Gateway',
      });
    }
    await context.clock.sleep(Math.min(pollEvery, deadline.remaining()), signal);
    await keeper.refresh(signal);
  }
}
