import type { Severity } from './finding.ts';

/** One rule as users see it: stable, in kebab-case, listed in the docs and in SARIF. */
export interface Rule {
  /** `policy/image-latest` */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence: what it finds. */
  readonly summary: string;
  /** Why that matters. */
  readonly reason: string;
  /** What the rule finds, as a snippet of YAML. */
  readonly bad: string;
  /** The same put right. */
  readonly good: string;
}
