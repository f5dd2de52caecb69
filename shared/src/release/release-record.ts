import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import type { BlueGreenRecord } from './blue-green/blue-green-record.ts';
import type { ScaledWorkload } from './scale/scaled-workload.ts';

/**
 * How a revision of a release ended.
 * - `pending`: its run is at work, or was lost. Written before the first change.
 * - `canary`: its canary is up beside the stable workload, for canary-shift to promote or abort.
 * - `deployed`: all of it was applied and became ready (or was not watched, with `wait: false`).
 * - `failed`: it is bad and its objects were left as they are.
 * - `rolled-back`: it was bad and was undone; revision `restored` runs since then.
 * - `abandoned`: its run was lost, or its canary was given up; a later revision went on from there.
 */
export type ReleaseOutcome =
  'pending' | 'canary' | 'deployed' | 'failed' | 'rolled-back' | 'abandoned';

/** The canary that a revision brought up. */
export interface CanaryRecord {
  readonly namespace: string;
  /** The Deployment that becomes the revision's at promotion; its canary; the canary's Service. */
  readonly stableWorkload: string;
  readonly workload: string;
  readonly stableService: string;
  /** Empty with `traffic: replicas`, where the stable Service selects the canary's pods too. */
  readonly service: string;
  readonly traffic?: 'replicas';
  /** Everything that was made for the canary alone, to be deleted after promotion or abort. */
  readonly objects: readonly ObjectReference[];
}

/** What Helm keeps of a revision. */
export interface HelmRecord {
  /** The newest one of Helm's when this one ended, by a rollback too; before, the one to come. */
  readonly revision: number;
  /** `shop-1.2.0` */
  readonly chart: string;
}

/** One revision of a release, as its history keeps it. */
export interface ReleaseRecord {
  readonly schemaVersion: 1;
  readonly release: string;
  /** Counts from 1. */
  readonly revision: number;
  readonly outcome: ReleaseOutcome;
  /** Why it is not good; else empty. */
  readonly reason: string;
  readonly strategy: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** The run that made it. */
  readonly run: {
    readonly url: string;
    readonly id: string;
    /** Counts the runs of one workflow; missing where the runner did not tell it. */
    readonly number?: number;
    readonly attempt: number;
    readonly commit: string;
    readonly ref: string;
    readonly actor: string;
  };
  /** All objects of the revision with images replaced and namespaces filled in, ready to apply. */
  readonly objects: readonly KubeObject[];
  /** Those that were not in the cluster before: a rollback deletes them. */
  readonly created: readonly ObjectReference[];
  /** For `rolled-back`: the revision whose objects run since then. */
  readonly restored?: number;
  readonly canary?: CanaryRecord;
  /** Jobs that ran before its workloads changed, in their order; a rollback does not run them again. */
  readonly migrations?: readonly KubeObject[];
  /** What was taken down to zero pods before anything else was changed. */
  readonly scaledDown?: readonly ScaledWorkload[];
  /** Of a chart: the revision of Helm's that belongs to this one. */
  readonly helm?: HelmRecord;
  /** Where the revision's pods stand, where its release has two colours. */
  readonly blueGreen?: BlueGreenRecord;
  /** For a revision that a rollback made: what it went back from, and whose objects it has. */
  readonly rollback?: { readonly from: number; readonly to: number };
}

/** What a release's history says about the next run; records in any order. */
export interface HistoryFacts {
  /** The highest revision there is, 0 for none. */
  readonly newest: number;
  /** The good revision whose objects a rollback restores. */
  readonly lastGood: ReleaseRecord | undefined;
  /** The good revision that the cluster is left at, unless a bad or lost one came after it. */
  readonly running: ReleaseRecord | undefined;
  /** Revisions whose runs were lost. */
  readonly pending: readonly ReleaseRecord[];
  /** The newest revision, where it is a canary that was neither promoted nor given up. */
  readonly canary: ReleaseRecord | undefined;
  /** The newest revision whose release had two colours, however it ended. */
  readonly coloured: ReleaseRecord | undefined;
  /** Bad and lost revisions after the last good end, newest first. */
  readonly astray: readonly ReleaseRecord[];
  /** What those created. */
  readonly strayCreations: readonly ObjectReference[];
}

/** Reads the facts off the records of one release. */
export function factsOf(records: readonly ReleaseRecord[]): HistoryFacts {
  const descending = [...records].sort((a, b) => b.revision - a.revision);
  const [newest] = descending;
  const lastGood = descending.find(({ outcome }) => outcome === 'deployed');
  // A canary changes nothing of the stable objects until it is promoted.
  const changing = descending.filter(
    ({ outcome, canary }) => outcome === 'deployed' || canary === undefined,
  );
  const atGood = changing.findIndex((record) => isAt(record, lastGood));
  const astray = atGood === -1 ? changing : changing.slice(0, atGood);
  return {
    newest: newest?.revision ?? 0,
    lastGood,
    running: astray.length === 0 ? lastGood : undefined,
    pending: descending.filter(({ outcome }) => outcome === 'pending'),
    canary: newest?.outcome === 'canary' ? newest : undefined,
    coloured: descending.find(({ blueGreen }) => blueGreen !== undefined),
    astray,
    strayCreations: astray.flatMap(({ created }) => created),
  };
}

/** Whether the end of `record` left the cluster at the last good revision. */
function isAt(record: ReleaseRecord, lastGood: ReleaseRecord | undefined): boolean {
  if (lastGood === undefined) return false;
  if (record.outcome === 'deployed') return record.revision === lastGood.revision;
  return record.outcome === 'rolled-back' && record.restored === lastGood.revision;
}
