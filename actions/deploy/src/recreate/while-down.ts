import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { takenDown } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { ScaledWorkload } from '@kube-delivery/shared/release/scale/scaled-workload';
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
  facts: Pick<HistoryFacts, 'astray' | 'lastGood'>,
  work: (downtime: Downtime) => Promise<Ending>,
): Promise<Ending> {
  const { cluster, context } = session;
  const about = {
    release: session.release,
    namespace: cluster.namespace,
    revision: record.revision,
    previousRevision: facts.lastGood?.revision,
    run: context.run,
  };
  await announce(session, announceDown(about));
  const downtime = new Downtime({ cluster, clock: context.clock }, record.scaledDown ?? [], {
    since: earliestOf(record.scaledDown ?? [], facts),
  });
  try {
    const ending = await work(downtime);
    const told = withDowntime(ending, await downtime.seconds());
    await announce(session, announceEnd(about, told));
    return told;
  } finally {
    downtime.stop();
  }
}

/** Since when a workload is down that an earlier run took down; this run has not taken any down yet. */
function earliestOf(
  workloads: readonly ScaledWorkload[],
  { astray }: Pick<HistoryFacts, 'astray'>,
): Date | undefined {
  const earlier = new Set(takenDown(astray).map(({ since }) => since));
  const [first] = workloads
    .map(({ since }) => since)
    .filter((since) => earlier.has(since))
    .sort();
  return first === undefined ? undefined : new Date(first);
}

function withDowntime(ending: Ending, seconds: number | undefined): Ending {
  if (seconds === undefined) return ending;
  const down = `it was down for ${formatDuration(seconds * 1000)}`;
  const reason = ending.reason === '' ? down : `${ending.reason}; ${down}`;
  return { ...ending, reason, downtimeSeconds: seconds };
}
