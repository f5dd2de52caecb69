import type { Log } from '@kube-delivery/shared/action/log';
import type { Check } from './checks/check.ts';
import type { LimitedHelm } from './limited-helm.ts';
import type { RuleLevels } from './policies/rule-levels.ts';
import type { Catalog } from './schema/catalog.ts';
import type { UnknownKinds } from './schema/check-schema.ts';
import type { CustomKind } from './schema/crds.ts';

/** What linting a chart needs, the same for all charts of a run. */
export interface LintWorld {
  readonly helm: LimitedHelm;
  readonly signal: AbortSignal;
  /** The checks that need no render. */
  readonly checkChart: Check;
  readonly log: Pick<Log, 'progress'>;
  /** A folder for copies of charts, absolute. */
  readonly temp: string;
  readonly catalog: Catalog;
  /** `1.36` */
  readonly kubernetesVersions: readonly string[];
  /** Kinds of the folders that the input `crds` names. */
  readonly customKinds: readonly CustomKind[];
  readonly unknownKinds: UnknownKinds;
  readonly levels: RuleLevels;
}
