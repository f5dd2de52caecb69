import { nameIn, otherColour } from '@kube-delivery/shared/release/blue-green/colour';
import { colourWorkload } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { Failure } from '@kube-delivery/shared/release/failure';
import { recordEnd } from '@kube-delivery/shared/release/record-end';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import type { Ending } from '../ending.ts';
import type { Session } from '../session.ts';
import { leaveBadColour } from './leave-bad-colour.ts';
import type { ColouredRecord } from './leave-bad-colour.ts';
import { switchByHand } from './switch-by-hand.ts';

/** A colour that did not become good. */
export interface BadColour {
  readonly prepared: PreparedColour;
  readonly failure: Failure;
  /** Whether users were, or may have been, moved to it. */
  readonly switched: boolean;
}

/**
 * Ends a revision whose colour is bad. Users go back to the old colour at once, whatever `on-failure`
 * says; then what else the revision changed is restored and the colour removed, or with `hold` left for
 * looking at.
 */
export async function endBadColour(
  session: Session,
  facts: HistoryFacts,
  record: ColouredRecord,
  { failure, prepared, switched }: BadColour,
): Promise<Ending> {
  const { context, inputs } = session;
  const { pair } = prepared.colours;
  const bad = colourWorkload(prepared).name;
  const old = nameIn(otherColour(prepared.painting.colour), pair.workload);
  const way = switched
    ? `Service ${pair.service} leads to Deployment ${old} again`
    : `Service ${pair.service} was never switched`;
  const told = {
    plan: prepared.plan,
    hint: failure.hint,
    diagnoses: failure.diagnoses,
    revision: record.revision,
    previousRevision: facts.lastGood?.revision,
  };
  context.log.warning(`Deployment ${bad} is bad: ${failure.reason}. Users stay on ${old}.`);
  const left = await leaveBadColour(session, facts, record, prepared);
  if (left.failure !== undefined) {
    const reason = `${failure.reason}; and going back to Deployment ${old} failed: ${left.failure.reason}`;
    await recordEnd(session, record, { outcome: 'failed', reason });
    const byHand = switchByHand(record.blueGreen);
    context.log.info(`To go back to Deployment ${old} by hand:`);
    for (const command of byHand) context.log.info(command);
    const hint = `${left.failure.hint === undefined ? '' : `${left.failure.hint}. `}Look which Deployment Service ${pair.service} leads to; the log and the summary show how to switch it back by hand.`;
    const diagnoses = [...failure.diagnoses, ...left.failure.diagnoses];
    return { ...told, verdict: 'rollback-failed', reason, hint, diagnoses, byHand };
  }
  if (inputs.onFailure === 'hold') {
    const reason = `${failure.reason}; ${way}, and Deployment ${bad} is left for looking at, as on-failure is hold`;
    await recordEnd(session, record, { outcome: 'failed', reason });
    return { ...told, verdict: 'failed', reason, preview: record.blueGreen.preview };
  }
  const reason = `${failure.reason}; ${way}, and Deployment ${bad} was removed`;
  const restored = facts.lastGood?.revision;
  await recordEnd(session, record, {
    outcome: 'rolled-back',
    reason,
    ...(restored === undefined ? {} : { restored }),
  });
  return { ...told, verdict: 'rolled-back', reason, deleted: left.deleted };
}
