import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import type { Ending } from '../ending.ts';
import type { Session } from '../session.ts';
import { announce } from './announce.ts';
import { announceDown, announceEnd } from './announcement.ts';
import { Downtime } from './downtime.ts';

/**
 * Does work during which the workloads of `record.scaledDown` are taken down and brought up again:
 * announces it before and after, and tells with its ending for how long no pod served.
 */
export async function whileDown(
  session: Session,
  record: Pick<ReleaseRecord, 'revision' | 'scaledDown'>,
  previousRevision: number | undefined,
  work: (downtime: Downtime) => Promise<Ending>,
): Promise<Ending> {
  const { cluster, context } = session;
  const about = {
    release: session.release,
    namespace: cluster.namespace,
    revision: record.revision,
    previousRevision,
    run: context.run,
  };
  await announce(session, announceDown(about));
  const downtime = new Downtime({ cluster, clock: context.clock }, record.scaledDown ?? []);
  try {
    const ending = await work(downtime);
    const told = withDowntime(ending, await downtime.seconds());
    await announce(session, announceEnd(about, told));
    return told;
  } finally {
    downtime.stop();
  }
}

function withDowntime(ending: Ending, seconds: number | undefined): Ending {
  if (seconds === undefined) return ending;
  const down = `it was down for ${formatDuration(seconds * 1000)}`;
  const reason = ending.reason === '' ? down : `${ending.reason}; ${down}`;
  return { ...ending, reason, downtimeSeconds: seconds };
}
