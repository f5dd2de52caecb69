import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { Ending } from './ending.ts';
import type { Session } from './session.ts';

/**
 * One way to bring out a release whose objects the server would take, as `plan` says. Neither is
 * asked where the plan holds refusals.
 */
export interface Rollout {
  /** What `deploy` would do, as verdict `planned` or `failed`; writes nothing. */
  preview(session: Session, facts: HistoryFacts, plan: ReleasePlan): Promise<Ending>;
  /** Brings the release out, watches it, and undoes what is bad. The release's lock is held. */
  deploy(session: Session, facts: HistoryFacts, plan: ReleasePlan): Promise<Ending>;
}

/** The ending of a preview that would go well. */
export function endPlanned(
  { prune }: Pick<Session, 'prune'>,
  facts: HistoryFacts,
  told: Pick<Ending, 'plan'> & Partial<Ending>,
): Ending {
  const revision = facts.running?.revision;
  const deleted = (told.deleted ?? 0) + (prune?.delete.length ?? 0);
  return {
    reason: '',
    ...told,
    prune,
    deleted,
    verdict: 'planned',
    revision,
    previousRevision: revision,
  };
}
