import type { ProcessEnd } from '../tools/run-process.ts';
import type { ChartSource, PreparedChart } from './chart-source.ts';
import type { HelmRevision } from './helm-revision.ts';
import type { RenderedRelease } from './rendered-release.ts';

/** What a command of Helm that writes may be told. */
export interface HelmWriteOptions {
  readonly signal: AbortSignal;
  /** For each hook, in milliseconds. */
  readonly timeout: number;
  /** Takes over fields of other managers; Helm 3 never asks whose they are. */
  readonly force: boolean;
  /** How many revisions Helm keeps. */
  readonly historyLimit: number;
}

/** How an upgrade is made. */
export interface UpgradeOptions extends HelmWriteOptions {
  /** Number of the history record that the revision belongs to; kept as a label of Helm's record. */
  readonly revision: number;
  /** Shown by `helm history`. */
  readonly description: string;
  /** What is applied instead of what the chart renders; undefined where that is the same. */
  readonly replacement: RenderedRelease | undefined;
}

/** One Helm release in the connection's namespace. Its writer holds the release's lock. */
export interface HelmClient {
  /** Of the program: `4.3.1`. */
  readonly version: string;
  /** All revisions that Helm keeps, oldest first; none for a release that is not there. */
  history(signal: AbortSignal): Promise<readonly HelmRevision[]>;
  /** Fetches a chart, checks it, builds missing dependencies. What is wrong is an InputError. */
  prepare(source: ChartSource, signal: AbortSignal): Promise<PreparedChart>;
  /**
   * What the next upgrade would apply, rendered against the cluster. Writes nothing. Templates and
   * values that are wrong are an InputError.
   */
  render(chart: PreparedChart, signal: AbortSignal): Promise<RenderedRelease>;
  /** Installs or upgrades; does not wait for readiness. A failure of Helm's is told, not thrown. */
  upgrade(chart: PreparedChart, options: UpgradeOptions): Promise<HelmOutcome>;
  /** Goes back to a revision by making it the newest one; does not wait for readiness. */
  rollback(revision: number, options: HelmWriteOptions): Promise<HelmOutcome>;
  /** Deletes the release with all its objects; its hooks are not run. */
  uninstall(options: Pick<HelmWriteOptions, 'signal' | 'timeout'>): Promise<HelmOutcome>;
  /** Removes what the client keeps on this machine. Call it in every ending. */
  close(): Promise<void>;
}

/** How a command of Helm that writes ended. */
export type HelmOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly message: string; readonly end: ProcessEnd };
