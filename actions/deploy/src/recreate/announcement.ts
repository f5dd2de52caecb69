import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import type { Ending } from '../ending.ts';

/** What the webhook is told, as JSON. Facts that are not known are left out. */
export interface Announcement {
  /** It is about to go down; it is up again in its new version; it did not come up in that. */
  readonly event: 'down' | 'up' | 'failed';
  readonly release: string;
  readonly namespace: string;
  readonly revision: number;
  readonly previousRevision?: number;
  readonly commit?: string;
  readonly actor?: string;
  readonly runUrl?: string;
  /** With `up` and `failed`. */
  readonly verdict?: string;
  readonly reason?: string;
  readonly downtimeSeconds?: number;
  /** One sentence, under the name that chat services show. */
  readonly text: string;
}

/** What of a release every announcement names. */
export interface AnnouncedRelease {
  readonly release: string;
  readonly namespace: string;
  readonly revision: number;
  readonly previousRevision: number | undefined;
  readonly run: Pick<RunFacts, 'sha' | 'actor' | 'runUrl'>;
}

/** Says that the release is about to go down. */
export function announceDown(about: AnnouncedRelease): Announcement {
  const text = `${nameOf(about)} goes down for revision ${about.revision}.`;
  return { event: 'down', ...factsOf(about), text };
}

/** Says how it ended. */
export function announceEnd(about: AnnouncedRelease, ending: Ending): Announcement {
  const { verdict, reason, downtimeSeconds } = ending;
  const isUp = verdict === 'deployed';
  const downtime =
    downtimeSeconds === undefined
      ? ''
      : ` after ${formatDuration(downtimeSeconds * 1000)} of downtime`;
  return {
    event: isUp ? 'up' : 'failed',
    ...factsOf(about),
    verdict,
    ...(reason === '' ? {} : { reason }),
    ...(downtimeSeconds === undefined ? {} : { downtimeSeconds }),
    text: isUp
      ? `${nameOf(about)} is up at revision ${about.revision}${downtime}.`
      : `${nameOf(about)} did not come up at revision ${about.revision}: ${reason}.`,
  };
}

function nameOf({ release, namespace }: AnnouncedRelease): string {
  return `Release ${release} in namespace ${namespace}`;
}

function factsOf({ release, namespace, revision, previousRevision, run }: AnnouncedRelease) {
  const known = { commit: run.sha, actor: run.actor, runUrl: run.runUrl };
  return {
    release,
    namespace,
    revision,
    ...(previousRevision === undefined ? {} : { previousRevision }),
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== '')),
  };
}
