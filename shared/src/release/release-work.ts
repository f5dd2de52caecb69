import type { ActionContext } from '../action/context.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { ApplySet } from './apply-set/apply-set-id.ts';
import type { ReleaseHistory } from './release-history.ts';

/** How long and how closely objects are watched after they were written. */
export interface WatchOptions {
  /** False writes only, and takes the objects' word for it. */
  readonly wait: boolean;
  /** For writing and becoming ready together, in milliseconds. */
  readonly timeout: number;
  /** Ends as soon as an object cannot become ready by itself. */
  readonly failFast: boolean;
  /** The most log lines a container in a diagnosis. */
  readonly logLines: number;
}

/** The work of one run on one release, by an action that holds the release's lock. */
export interface ReleaseWork {
  readonly release: string;
  readonly cluster: Cluster;
  readonly context: ActionContext;
  readonly history: ReleaseHistory;
  /** The set that the release's objects are members of. */
  readonly set: ApplySet;
  readonly watching: WatchOptions;
  /** Aborts when the job is cancelled and when the release's lock is lost. */
  readonly signal: AbortSignal;
}
