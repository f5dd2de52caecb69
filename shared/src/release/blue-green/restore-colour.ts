import { PreconditionError } from '../../action/errors.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';
import { identityOf } from '../../manifests/manifest.ts';
import { formatDuration } from '../../time/duration.ts';
import { withinTimeout, writePlan } from '../attempt.ts';
import { deleteAll } from '../delete-all.ts';
import { describeRefusal } from '../describe-refusal.ts';
import type { Failure } from '../failure.ts';
import type { ReleasePlan } from '../release-plan.ts';
import type { HistoryFacts, ReleaseRecord } from '../release-record.ts';
import type { ReleaseWork } from '../release-work.ts';
import type { Restoration } from '../restore-revision.ts';
import type { BlueGreenRecord } from './blue-green-record.ts';
import { otherColour } from './colour.ts';
import { changesPods, isUp, planOf, prepareColour, recordOfColour } from './prepare-colour.ts';
import type { PreparedColour } from './prepare-colour.ts';
import { readColours } from './read-colours.ts';
import type { Colours } from './read-colours.ts';
import { scaleDown } from './scale-down.ts';
import { bringUp, switchServices, writeRest } from './write-colour.ts';

/** For the data plane to learn of a switch, and for requests under way at the pods that it left. */
export const drainMs = 5000;

/** How a release with two colours goes back to a revision. */
export interface ColourRestoration {
  readonly prepared: PreparedColour;
  /** What is written; its refusals must be told before anything is. */
  readonly plan: ReleasePlan;
  /** For the record of the restoration, to be kept before it begins. */
  readonly blueGreen: BlueGreenRecord;
  /** Whether the pods to go back to are all there, so that a switch is enough. */
  readonly instant: boolean;
}

/**
 * Plans how a release goes back to `target`, in the colour that has its pods or else in the one that does
 * not serve. Undefined where the release has no second colour, so that its objects are restored as they
 * were declared. Writes nothing.
 */
export async function planColourRestoration(
  work: ReleaseWork,
  { coloured, lastGood }: Pick<HistoryFacts, 'coloured' | 'lastGood'>,
  target: ReleaseRecord,
): Promise<ColourRestoration | undefined> {
  if (coloured?.blueGreen === undefined) return undefined;
  const colours = await readColours(work.cluster, coloured.blueGreen, work.signal);
  const isPlain = colours.deployments.green === undefined && lastGood?.blueGreen === undefined;
  if (isPlain) return undefined;
  const prepared = await prepareTarget(work, colours, target);
  if (prepared === undefined) {
    if (colours.live === 'blue') return undefined;
    throw new PreconditionError(
      `revision ${target.revision} has no Deployment ${colours.pair.workload}, whose pods serve as ${colours.live}`,
      { hint: 'Deploy that release again with strategy blue-green or rolling' },
    );
  }
  const now = work.context.clock.now().toISOString();
  const { plan } = prepared;
  const blueGreen = { ...recordOfColour(prepared), scaleDownAt: now };
  return { prepared, plan, blueGreen, instant: isUp(prepared) };
}

/**
 * Carries a planned way back out: switches at once where the pods are there, else brings them up first;
 * then restores the rest of the revision, watches it, and deletes what was `added` since. The colour that
 * is left is scaled down after a moment for requests under way.
 */
export async function restoreByColours(
  work: ReleaseWork,
  restoration: ColourRestoration,
  added: readonly ObjectReference[],
): Promise<Restoration> {
  const { plan, prepared } = restoration;
  const failure = await restoreColour(work, prepared);
  if (failure !== undefined) return { plan, failure, deleted: 0 };
  const { colours, painting } = prepared;
  if (colours.live !== painting.colour) {
    work.context.log.info(`Requests under way have ${formatDuration(drainMs)} to end`);
    await work.context.clock.sleep(drainMs, work.signal);
  }
  await scaleDown(work, colours.pair, otherColour(painting.colour));
  return { plan, failure, deleted: await deleteAll(work, notPainted(prepared, added)) };
}

/** Makes a prepared colour serve, and restores what else belongs to its release. */
export async function restoreColour(
  work: ReleaseWork,
  prepared: PreparedColour,
): Promise<Failure | undefined> {
  const [refusal] = prepared.plan.refusals;
  if (refusal !== undefined) return { reason: describeRefusal(refusal), diagnoses: [] };
  return withinTimeout(work, async (deadline) => {
    const isThere = isUp(prepared);
    const failure = isThere ? undefined : await bringUp(work, prepared, deadline);
    if (failure !== undefined) return failure;
    const { moved } = recordOfColour(prepared);
    return (
      (await switchServices(work, prepared, moved, deadline)) ??
      // Where users could be served at once, the rest came second.
      (await writePlan(work, planOf(prepared, 'before', 'colour', 'preview'), deadline)) ??
      (await writeRest(work, prepared, deadline))
    );
  });
}

/** Those of `references` that a prepared colour does not consist of. */
export function notPainted(
  { plan }: Pick<PreparedColour, 'plan'>,
  references: readonly ObjectReference[],
): readonly ObjectReference[] {
  const own = new Set(plan.objects.map(({ reference }) => identityOf(reference)));
  return references.filter((reference) => !own.has(identityOf(reference)));
}

async function prepareTarget(
  work: ReleaseWork,
  colours: Colours,
  { objects }: ReleaseRecord,
): Promise<PreparedColour | undefined> {
  const question = { colours, objects, force: true };
  const here = await prepareColour(work, { ...question, colour: colours.live });
  if (here === undefined || !changesPods(here)) return here;
  return prepareColour(work, { ...question, colour: otherColour(colours.live) });
}
