import type { Place } from './place.ts';

/** How bad a finding is; a notice is never counted. */
export type Severity = 'error' | 'warning' | 'notice';

/** One mistake, shown once however many renders have it. */
export interface Finding extends Place {
  /** `schema/unknown-field` */
  readonly rule: string;
  readonly severity: Severity;
  /** The chart's folder, relative to the workspace. */
  readonly chart: string;
  /** Names of the renders that have it; none where no render is needed to see it. */
  readonly renders: readonly string[];
  /** `Deployment web`; empty where it is about no object. */
  readonly object: string;
  /** `spec.template.spec.containers[0].image`; empty where it is about no field. */
  readonly path: string;
  /** One sentence without a full stop: what is wrong, and why. */
  readonly message: string;
  /** What to do, without a full stop. */
  readonly hint: string;
}
