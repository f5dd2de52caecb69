import { groupOf, identityOf } from '@kube-delivery/shared/manifests/manifest';
import { withinTimeout, writeAndWatch } from '@kube-delivery/shared/release/attempt';
import { describeRefusal } from '@kube-delivery/shared/release/describe-refusal';
import type { Failure } from '@kube-delivery/shared/release/failure';
import { beginRevision } from '@kube-delivery/shared/release/lost-runs';
import { planRelease } from '@kube-delivery/shared/release/plan-release';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { scaleDown } from '@kube-delivery/shared/release/scale/scale-down';
import { leftDown } from '@kube-delivery/shared/release/scale/scale-up';
import type { ScaledWorkload } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { Deadline } from '@kube-delivery/shared/time/deadline';
import { endGood } from '../end-good.ts';
import type { Ending } from '../ending.ts';
import { newRecord } from '../new-record.ts';
import { deployRolling } from '../rolling.ts';
import type { Session } from '../session.ts';
import { endFailed } from '../undo.ts';
import type { Downtime } from './downtime.ts';
import { prepareRecreate } from './prepare-recreate.ts';
import { whileDown } from './while-down.ts';

/**
 * Takes the workloads of a release down, runs its migrations, writes it and watches it come up. Where
 * nothing that runs has to go down, as at a first release, it is a plain deploy.
 */
export async function deployRecreate(
  session: Session,
  facts: HistoryFacts,
  plan: ReleasePlan,
): Promise<Ending> {
  const prepared = await prepareRecreate(session, facts, plan);
  if ('verdict' in prepared) return prepared;
  const { takenDown, goOn } = prepared;
  if (takenDown.length === 0) return deployRolling(session, facts, plan);
  const { context, inputs } = session;
  const record = { ...newRecord(inputs, context, facts, plan), scaledDown: takenDown };
  for (const sentence of goOn) context.log.warning(sentence);
  // From here on the replicas of before are kept in the cluster.
  await beginRevision(session, facts, record);
  return whileDown(session, record, facts, async (downtime) => {
    const failure = await withinTimeout(session, (deadline) =>
      replaceWhileDown(session, plan, record, { deadline, downtime }),
    );
    return failure === undefined
      ? endGood(session, facts, record, { plan })
      : endFailed(session, facts, record, { plan, failure });
  });
}

async function replaceWhileDown(
  session: Session,
  plan: ReleasePlan,
  { scaledDown = [] }: ReleaseRecord,
  { deadline, downtime }: { readonly deadline: Deadline; readonly downtime: Downtime },
): Promise<Failure | undefined> {
  const references = scaledDown.map(({ reference }) => reference);
  try {
    await scaleDown(session, references, deadline);
  } finally {
    downtime.watch();
  }
  const present = await planWhileDown(session, plan, scaledDown, deadline.signal);
  const [refusal] = present.refusals;
  if (refusal) return { reason: describeRefusal(refusal), diagnoses: [] };
  const down = leftDown(present, scaledDown, { asBefore: false });
  return writeAndWatch(session, present, deadline, down);
}

/** The plan with the workloads that are down as they are now, whose replicas differ. */
async function planWhileDown(
  { cluster, inputs }: Session,
  plan: ReleasePlan,
  takenDown: readonly ScaledWorkload[],
  signal: AbortSignal,
): Promise<ReleasePlan> {
  const down = new Set(takenDown.map(({ reference }) => identityOf(reference)));
  const isDown = (each: ReleasePlan['objects'][number]) => down.has(identityOf(each.reference));
  // An autoscaler that comes with the release decides on replicas too.
  const asked = plan.objects
    .filter((each) => isDown(each) || groupOf(each.reference) === 'autoscaling')
    .map(({ declared }) => declared);
  const options = { force: inputs.forceConflicts };
  const { objects, refusals } = await planRelease(cluster, asked, options, signal);
  const fresh = new Map(objects.filter(isDown).map((each) => [identityOf(each.reference), each]));
  const present = plan.objects.map((each) => fresh.get(identityOf(each.reference)) ?? each);
  return { ...plan, objects: present, refusals };
}
