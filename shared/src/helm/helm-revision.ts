import type { JsonObject } from '../json/json.ts';

/** What Helm may say of a revision; `unknown` where it says something else. */
export const helmStatuses = [
  'deployed',
  'superseded',
  'failed',
  'uninstalled',
  'uninstalling',
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
  'unknown',
] as const;
/** One of `helmStatuses`. */
export type HelmStatus = (typeof helmStatuses)[number];

/** One revision of a release, as Helm keeps it. */
export interface HelmRevision {
  readonly revision: number;
  readonly status: HelmStatus;
  readonly description: string;
  /** `shop-1.2.0` */
  readonly chart: string;
  readonly appVersion: string;
  /** The values that were given, without the chart's own. */
  readonly values: JsonObject;
  /** YAML of all objects; hooks apart. */
  readonly manifest: string;
  readonly hooks: readonly { readonly path: string; readonly manifest: string }[];
  /** Labels of the record that are not Helm's own. */
  readonly labels: Readonly<Record<string, string>>;
  /** When Helm wrote it last. */
  readonly writtenAt: Date;
  /** Whether its objects were applied by the server (Helm 4) or by Helm itself (Helm 3). */
  readonly appliedBy: 'server' | 'client';
}
