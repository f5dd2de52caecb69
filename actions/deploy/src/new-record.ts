import type { ActionContext } from '@kube-delivery/shared/action/context';
import { recordRun } from '@kube-delivery/shared/release/record-run';
import { allPlanned } from '@kube-delivery/shared/release/release-plan';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type {
  CanaryRecord,
  HistoryFacts,
  ReleaseRecord,
} from '@kube-delivery/shared/release/release-record';
import type { Inputs } from './inputs.ts';

/** The record of a revision that is about to be written. */
export function newRecord(
  { release, strategy }: Pick<Inputs, 'release' | 'strategy'>,
  { run, clock }: Pick<ActionContext, 'run' | 'clock'>,
  facts: HistoryFacts,
  plan: ReleasePlan,
  canary?: CanaryRecord,
): ReleaseRecord {
  return {
    schemaVersion: 1,
    release,
    revision: facts.newest + 1,
    outcome: 'pending',
    reason: '',
    strategy,
    startedAt: clock.now().toISOString(),
    run: recordRun(run),
    objects: plan.objects.map(({ declared }) => declared),
    ...(plan.migrations === undefined
      ? {}
      : { migrations: plan.migrations.map(({ declared }) => declared) }),
    created: allPlanned(plan)
      .filter(({ action }) => action === 'create')
      .map(({ reference }) => reference),
    ...(canary === undefined ? {} : { canary }),
  };
}
