import { messageOf } from '@kube-delivery/shared/action/errors';
import { splitFor } from '@kube-delivery/shared/traffic/split';
import type { Session } from './session.ts';

/** A cancelled job has 7.5 s until the next signal. */
const writeLimit = 4_000;

/**
 * What a cancelled job still does: nobody watches the canary any more, so a step's traffic goes back
 * to the stable side, in one write, which also notes where the next run goes on. Later phases leave
 * all as it is, since both sides are good then or the stable one is at work on it.
 */
export async function returnTrafficOfCancelledJob(session: Session): Promise<void> {
  const { context, keeper } = session;
  const { record, split } = keeper;
  if (record?.phase !== 'shifting') return;
  const reason = 'the job was cancelled';
  const to = split.canary === undefined ? split : splitFor(0);
  try {
    await keeper.write(
      { ...record, phase: 'interrupted', reason },
      AbortSignal.timeout(writeLimit),
      to,
    );
    context.log.notice('The job was cancelled: all traffic was put back to the stable side.');
  } catch (thrown) {
    context.log.warning(
      `The job was cancelled and the traffic could not be put back (${messageOf(thrown)}): run mode abort.`,
    );
  }
}
