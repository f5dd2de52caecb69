import type { KubeObject } from '../cluster/kube-object.ts';
import type { ChartSource, PreparedChart } from './chart-source.ts';
import type { HelmRevision } from './helm-revision.ts';
import type { RenderedRelease } from './rendered-release.ts';

/** What a command of Helm that writes may be told. */
export interface HelmWriteOptions {
  readonly signal: AbortSignal;
  /** For each hook, in milliseconds. */
  readonly timeout: number;
  /** Takes over fields of other managers: only where the server applies (Helm 4). */
  readonly force: boolean;
  /** How many revisions Helm keeps. */
  readonly historyLimit: number;
}

/** How a chart is rendered without a release. */
export interface TemplateOptions {
  readonly signal: AbortSignal;
  /** Whether the chart is told that it is upgraded. */
  readonly isUpgrade: boolean;
  /** Renders without asking the cluster, for kinds that are not there yet. */
  readonly offline: boolean;
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

/** How Helm goes back. */
export interface RollbackOptions extends HelmWriteOptions {
  /** Whether it runs the hooks of the revision that it goes back to. */
  readonly hooks: boolean;
}

/** How a command of Helm that writes ended; the message is Helm's own, without secrets. */
export type HelmOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * One Helm release in the connection's namespace. Its writer holds the release's lock. Each call can
 * be aborted: Helm is interrupted, waited for, and the signal's reason thrown.
 */
export interface HelmClient {
  /** Of the program: `4.3.1`, and 4. */
  readonly version: string;
  readonly major: number;
  /** All revisions that Helm keeps, oldest first; none for a release that is not there. */
  history(signal: AbortSignal): Promise<readonly HelmRevision[]>;
  /** Fetches a chart, checks it, builds missing dependencies. What is wrong is an InputError. */
  prepare(source: ChartSource, signal: AbortSignal): Promise<PreparedChart>;
  /**
   * What the next upgrade would apply, rendered against the cluster. Writes nothing. Templates and
   * values that are wrong are an InputError; what the cluster lacks is a PreconditionError.
   */
  render(chart: PreparedChart, signal: AbortSignal): Promise<RenderedRelease>;
  /**
   * What the chart renders as far as that can be said without asking Helm's records, its
   * CustomResourceDefinitions first: while an operation is under way, or before the kinds are there.
   */
  template(chart: PreparedChart, options: TemplateOptions): Promise<RenderedRelease>;
  /** The CustomResourceDefinitions in the folders `crds` of a chart, which only an installation makes. */
  definitions(chart: PreparedChart, signal: AbortSignal): Promise<readonly KubeObject[]>;
  /** Installs or upgrades; waits for hooks, not for readiness. */
  upgrade(chart: PreparedChart, options: UpgradeOptions): Promise<HelmOutcome>;
  /** Makes an earlier revision the newest one; waits for hooks, not for readiness. */
  rollback(revision: number, options: RollbackOptions): Promise<HelmOutcome>;
  /** Deletes the release with all its objects and waits until they are gone; runs no hooks. */
  uninstall(options: Pick<HelmWriteOptions, 'signal' | 'timeout'>): Promise<HelmOutcome>;
  /** Removes what is kept of it on this machine. Call it in every ending. */
  close(): Promise<void>;
}
