import { withinTimeout } from '@kube-delivery/shared/release/attempt';
import type { BlueGreenRecord } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { nameIn, otherColour } from '@kube-delivery/shared/release/blue-green/colour';
import { leftConfiguration } from '@kube-delivery/shared/release/blue-green/left-configuration';
import { colourWorkload } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import { drainMs } from '@kube-delivery/shared/release/blue-green/restore-colour';
import { scaleDown } from '@kube-delivery/shared/release/blue-green/scale-down';
import { bringUp, showPreview } from '@kube-delivery/shared/release/blue-green/write-colour';
import { deleteAll } from '@kube-delivery/shared/release/delete-all';
import { beginRevision } from '@kube-delivery/shared/release/lost-runs';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { endGood } from '../end-good.ts';
import type { Ending } from '../ending.ts';
import { newRecord } from '../new-record.ts';
import type { Session } from '../session.ts';
import { declaredCreations } from './declared-creations.ts';
import { endBadColour } from './end-bad-colour.ts';
import type { ColouredRecord } from './leave-bad-colour.ts';
import { PodUnrest } from './pod-unrest.ts';
import { runPreviewChecks } from './preview-checks.ts';
import { keepForLater } from './scale-down-later.ts';
import { lookOnce, serve } from './serve.ts';
import { untilSettled } from './settle.ts';
import { tidyOrWarn } from './tidy-or-warn.ts';

/** A switch that is ready to be carried out. */
export interface PlannedSwitch {
  /** The release as declared. */
  readonly declared: ReleasePlan;
  readonly prepared: PreparedColour;
  readonly blueGreen: BlueGreenRecord;
}

/**
 * Brings the other colour up, looks at it, switches the Services over and watches it; keeps the colour
 * that was left until its time has come. Whatever is bad is undone, with users on the old colour.
 */
export async function switchColours(
  session: Session,
  facts: HistoryFacts,
  { blueGreen, declared, prepared }: PlannedSwitch,
): Promise<Ending> {
  const { context, inputs } = session;
  const record: ColouredRecord = {
    ...newRecord(inputs, context, facts, declared),
    created: declaredCreations(prepared.plan, declared),
    blueGreen,
  };
  await beginRevision(session, facts, record);
  const unrest = new PodUnrest();
  const early = await withinTimeout(session, async (deadline) => {
    const preview = { namespace: blueGreen.namespace, name: blueGreen.preview };
    return (
      (await bringUp(session, prepared, deadline)) ??
      (await untilSettled(session, prepared, unrest, deadline)) ??
      (await showPreview(session, prepared, deadline)) ??
      (await runPreviewChecks({ ...session, signal: deadline.signal }, preview)) ??
      lookOnce({ ...session, signal: deadline.signal }, prepared, unrest)
    );
  });
  const failure = early ?? (await serve(session, prepared, blueGreen, unrest));
  if (failure !== undefined) {
    return endBadColour(session, facts, record, {
      prepared,
      failure,
      switched: early === undefined,
    });
  }
  return endSwitched(session, facts, record, { prepared, blueGreen });
}

async function endSwitched(
  session: Session,
  facts: HistoryFacts,
  record: ColouredRecord,
  { blueGreen, prepared }: Pick<PlannedSwitch, 'blueGreen' | 'prepared'>,
): Promise<Ending> {
  const { context, inputs, signal } = session;
  const { scaleDownDelay, soak: soaked } = inputs.blueGreen;
  // The delay counts from the switch, which the soak came after.
  const left = Math.max(0, scaleDownDelay - soaked);
  const until = new Date(context.clock.now().getTime() + left);
  const kept = { ...record, blueGreen: { ...blueGreen, scaleDownAt: until.toISOString() } };
  const workload = nameIn(otherColour(blueGreen.colour), blueGreen.workload);
  const serving = `Service ${blueGreen.service} leads to Deployment ${colourWorkload(prepared).name}`;
  const reason =
    left > 0
      ? `${serving}; Deployment ${workload} is kept until ${until.toISOString()} for an instant way back`
      : `${serving}; Deployment ${workload} was scaled down`;
  const ending = await endGood(session, facts, kept, {
    plan: prepared.plan,
    reason,
    preview: blueGreen.preview,
  });
  await tidyOrWarn(session, 'Old configuration of green could not be deleted', async () => {
    const records = await session.history.list(signal);
    return deleteAll(session, leftConfiguration(records, prepared));
  });
  if (left > 0) {
    keepForLater(context, until);
    return ending;
  }
  await context.clock.sleep(Math.max(0, drainMs - soaked), signal);
  const end = await tidyOrWarn(session, 'The old pods could not be scaled down', () =>
    scaleDown(session, blueGreen, otherColour(blueGreen.colour)),
  );
  if (end?.kind !== 'serving') return ending;
  return { ...ending, reason: `${serving}; Service ${end.service} still leads to ${end.workload}` };
}
