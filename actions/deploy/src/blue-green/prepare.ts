import { isDeepStrictEqual } from 'node:util';
import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { groupOf, identityOf, referenceTo } from '@kube-delivery/shared/manifests/manifest';
import type { BlueGreenRecord } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { otherColour } from '@kube-delivery/shared/release/blue-green/colour';
import {
  changesPods,
  planOf,
  prepareColour,
  recordOfColour,
} from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import { readColours } from '@kube-delivery/shared/release/blue-green/read-colours';
import type { Colours } from '@kube-delivery/shared/release/blue-green/read-colours';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { colourOfMark } from '@kube-delivery/shared/release/twin/twin';
import type { Ending } from '../ending.ts';
import type { Session } from '../session.ts';
import { choosePair } from './choose-pair.ts';
import { lostSwitch } from './lost-switch.ts';
import { impossible, obstacleTo, refuseForeignTraffic } from './obstacles.ts';

/** What a blue-green run of a release has to do. */
export type Preparation =
  | { readonly kind: 'impossible'; readonly ending: Ending }
  /** Nothing serves yet, or no pods change that have two colours: the plain way is right. */
  | { readonly kind: 'plain'; readonly note: string }
  /** The pods that serve stay as they are. `plan` is what else is written. */
  | { readonly kind: 'stay'; readonly prepared: PreparedColour; readonly plan: ReleasePlan }
  | {
      readonly kind: 'switch';
      readonly prepared: PreparedColour;
      readonly blueGreen: BlueGreenRecord;
      /** A switch of a lost run that must be undone before. */
      readonly undoFirst: BlueGreenRecord | undefined;
    };

/** Decides what a blue-green run does, by what runs and what the release declares. Writes nothing. */
export async function prepare(
  session: Session,
  facts: HistoryFacts,
  plan: ReleasePlan,
): Promise<Preparation> {
  const choice = choosePair({
    plan,
    services: await servicesBeside(session, plan),
    service: session.inputs.blueGreen.service,
    former: facts.coloured?.blueGreen,
  });
  switch (choice.kind) {
    case 'impossible':
      return { kind: 'impossible', ending: impossible(choice, plan) };
    case 'same':
      return { kind: 'plain', note: 'no pods behind a Service change, so nothing was switched' };
    case 'pair':
      break;
  }
  const { pair } = choice;
  const colours = await readColours(session.cluster, pair, session.signal);
  if (colours.deployments.blue === undefined && colours.deployments.green === undefined) {
    refuseForeignTraffic(colours, plan);
    const note = `Deployment ${pair.workload} did not exist, so this was a plain first deploy without a switch`;
    return { kind: 'plain', note };
  }
  return prepareIn(session, facts, plan, colours);
}

async function prepareIn(
  session: Session,
  facts: HistoryFacts,
  plan: ReleasePlan,
  colours: Colours,
): Promise<Preparation> {
  const objects = plan.objects.map(({ declared }) => declared);
  const question = { colours, objects, force: session.inputs.forceConflicts };
  const lost = lostSwitch(facts, colours.live);
  const here = await prepareColour(session, { ...question, colour: colours.live });
  if (here === undefined) throw new TypeError('the pair is of this release');
  if (!changesPods(here)) {
    const ending = obstacleTo(here);
    if (ending !== undefined) return { kind: 'impossible', ending };
    if (lost !== undefined) {
      // Its run was lost after the switch: what it had yet to see is seen now, and its way back is ours.
      const blueGreen = { ...recordOfColour(here), moved: lost.moved };
      return { kind: 'switch', prepared: here, blueGreen, undoFirst: undefined };
    }
    return { kind: 'stay', prepared: here, plan: withoutNewPreview(here) };
  }
  const other = otherColour(colours.live);
  const there = await prepareColour(session, { ...question, colour: other });
  if (there === undefined) throw new TypeError('the pair is of this release');
  const ending = obstacleTo(there);
  if (ending !== undefined) return { kind: 'impossible', ending };
  const blueGreen = recordOfColour(there);
  return { kind: 'switch', prepared: there, blueGreen, undoFirst: lost };
}

/** Whether the release runs already, as its last good revision and nothing else. */
export function isUnchanged(
  { prune }: Pick<Session, 'prune'>,
  { running }: HistoryFacts,
  declared: ReleasePlan,
  written: ReleasePlan,
): boolean {
  if (running === undefined || (prune?.delete.length ?? 0) > 0) return false;
  if (written.objects.some(({ action }) => action !== 'unchanged')) return false;
  const recorded = running.objects.map((object) => identityOf(referenceTo(object)));
  const present = declared.objects.map(({ reference }) => identityOf(reference));
  return isDeepStrictEqual(new Set(recorded), new Set(present));
}

/** A preview Service is made when there is something to preview. */
function withoutNewPreview(prepared: PreparedColour): ReleasePlan {
  const { objects } = planOf(prepared, 'before', 'colour', 'switch', 'after');
  const preview = planOf(prepared, 'preview').objects.filter(({ action }) => action !== 'create');
  return { objects: [...objects, ...preview], refusals: [] };
}

async function servicesBeside(
  { cluster, signal }: Session,
  { objects }: ReleasePlan,
): Promise<readonly KubeObject[]> {
  const namespaces = objects
    .filter(({ reference }) => reference.kind === 'Deployment' && groupOf(reference) === 'apps')
    .map(({ reference }) => reference.namespace ?? cluster.namespace);
  const lists = await mapConcurrently([...new Set(namespaces)], 4, (namespace) =>
    cluster.list({ apiVersion: 'v1', kind: 'Service', namespace }, signal),
  );
  return lists.flat().filter(({ metadata }) => metadata.annotations?.[colourOfMark] === undefined);
}
