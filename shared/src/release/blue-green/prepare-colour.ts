import { isDeepStrictEqual } from 'node:util';
import { assessReadiness } from '../../cluster/assess-readiness.ts';
import type { KubeObject, ObjectReference } from '../../cluster/kube-object.ts';
import { arrayAt, numberAt } from '../../json/json.ts';
import { identityOf, referenceTo } from '../../manifests/manifest.ts';
import { planRelease } from '../plan-release.ts';
import type { ReleasePlan } from '../release-plan.ts';
import type { ReleaseWork } from '../release-work.ts';
import { findScaledObjects } from '../scaled-replicas.ts';
import { podLabelsOf, serviceSelector } from '../twin/service-selector.ts';
import { workloadOf } from './blue-green-record.ts';
import type { BlueGreenRecord, MovedService } from './blue-green-record.ts';
import { nameIn, otherColour, previewName } from './colour.ts';
import type { Colour } from './colour.ts';
import { selectorFor } from './leading-services.ts';
import { paint } from './paint.ts';
import type { Painting } from './paint.ts';
import type { Colours } from './read-colours.ts';
import type { Stage } from './stage.ts';

/** A release that is ready to be written in one colour. */
export interface PreparedColour {
  readonly colours: Colours;
  readonly painting: Painting;
  /** All of it; its refusals are those of any stage. */
  readonly plan: ReleasePlan;
  /** How many pods the colour must have before it serves. */
  readonly replicas: number;
}

/** What is prepared. */
export interface ColourQuestion {
  readonly colours: Colours;
  readonly colour: Colour;
  /** All objects of the release as declared, with their namespaces. */
  readonly objects: readonly KubeObject[];
  /** Takes over fields of any manager instead of refusing. */
  readonly force: boolean;
}

/**
 * Plans a release in one colour: as many pods as the release asks for or, where it leaves that open or
 * an autoscaler decides, as the colour that serves has. Undefined where the release lacks the pair's
 * Deployment. Writes nothing.
 */
export async function prepareColour(
  { cluster, release, signal }: Pick<ReleaseWork, 'cluster' | 'release' | 'signal'>,
  { colours, colour, objects, force }: ColourQuestion,
): Promise<PreparedColour | undefined> {
  const { pair, services } = colours;
  const own = identityOf(workloadOf(pair));
  const workload = objects.find((object) => identityOf(referenceTo(object)) === own);
  if (workload === undefined) return undefined;
  const isScaled = await findScaledObjects(cluster, objects, [pair.namespace], signal);
  const green = {
    ...workload,
    metadata: { ...workload.metadata, name: nameIn('green', pair.workload) },
  };
  const present = numberAt(colours.deployments[colours.live], 'spec', 'replicas') ?? 1;
  const open = isScaled(workload) || isScaled(green);
  const asked = open ? undefined : numberAt(workload, 'spec', 'replicas');
  const replicas = asked ?? Math.max(1, present);
  const painting = paint({ release, pair, objects, services, replicas }, colour);
  if (painting === undefined) return undefined;
  const painted = painting.objects.map(({ object }) => object);
  const plan = await planRelease(cluster, painted, { force }, signal);
  return { colours, painting, plan, replicas };
}

/** The part of a plan that is written at these stages. */
export function planOf(prepared: PreparedColour, ...wanted: readonly Stage[]): ReleasePlan {
  const stages = new Map(
    prepared.painting.objects.map(({ object, stage }) => [identityOf(referenceTo(object)), stage]),
  );
  const objects = prepared.plan.objects.filter(({ reference }) => {
    const stage = stages.get(identityOf(reference));
    return stage !== undefined && wanted.includes(stage);
  });
  return { objects, refusals: [] };
}

/** The Deployment of the prepared colour. */
export function colourWorkload({ colours, painting }: PreparedColour): ObjectReference {
  const declared = workloadOf(colours.pair);
  return { ...declared, name: nameIn(painting.colour, declared.name) };
}

/**
 * Whether writing the prepared colour would change its pods: their template, or the configuration that
 * is theirs alone.
 */
export function changesPods(prepared: PreparedColour): boolean {
  const own = identityOf(colourWorkload(prepared));
  return planOf(prepared, 'colour').objects.some(({ action, fields, reference }) => {
    if (action === 'unchanged') return false;
    if (['ConfigMap', 'Secret'].includes(reference.kind)) return true;
    if (identityOf(reference) !== own) return false;
    return action === 'create' || fields.some(({ path }) => path.startsWith('spec.template'));
  });
}

/** Whether the pods of the prepared colour are all there already, as many as it must have. */
export function isUp(prepared: PreparedColour): boolean {
  const live = prepared.colours.deployments[prepared.painting.colour];
  if (live === undefined || changesPods(prepared)) return false;
  const count = numberAt(live, 'spec', 'replicas') ?? 1;
  return count >= prepared.replicas && assessReadiness(live).state === 'ready';
}

/** The part of a revision's record that tells of its colour. */
export function recordOfColour(prepared: PreparedColour): BlueGreenRecord {
  const { colours, painting } = prepared;
  return {
    ...colours.pair,
    colour: painting.colour,
    moved: colours.live === painting.colour ? [] : movesOf(prepared),
    preview: previewName(colours.pair.service),
  };
}

/**
 * The Services that go to the prepared colour, in their order. Where a lost run has moved one already,
 * it came from the other colour.
 */
function movesOf({ colours, painting }: PreparedColour): readonly MovedService[] {
  const other = colours.deployments[otherColour(painting.colour)];
  return painting.services.map(({ name, selector }) => {
    const running = colours.services.find(({ metadata }) => metadata.name === name);
    if (running === undefined) return { name, before: undefined, selector };
    const present = serviceSelector(running);
    const isThere = other !== undefined && isDeepStrictEqual(present, selector);
    return {
      name,
      selector,
      before: {
        selector: isThere ? selectorFor(running, podLabelsOf(other)) : present,
        ports: arrayAt(running, 'spec', 'ports'),
      },
    };
  });
}
