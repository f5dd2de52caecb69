import type { KubeObject } from '../../cluster/kube-object.ts';
import { isJsonObject, objectAt } from '../../json/json.ts';
import { textValues } from '../../json/text-values.ts';
import { without } from '../../json/without.ts';
import { groupOf, identityOf, referenceTo } from '../../manifests/manifest.ts';
import { partOfLabel } from '../apply-set/apply-set-id.ts';
import { releaseMark, withAnnotations } from '../marks.ts';
import { selects } from '../twin/service-selector.ts';
import type { Labels } from '../twin/service-selector.ts';
import { colourOfMark } from '../twin/twin.ts';
import { twinServiceSpec } from '../twin/twin-service.ts';
import { workloadOf } from './blue-green-record.ts';
import type { ColourPair } from './blue-green-record.ts';
import { nameIn, previewName } from './colour.ts';
import type { Colour } from './colour.ts';
import { colourPods } from './colour-pods.ts';
import type { ColourPods } from './colour-pods.ts';
import { leadingServices, selectorFor } from './leading-services.ts';
import { ownPart } from './own-part.ts';
import { stageOf } from './stage.ts';
import type { Stage } from './stage.ts';

/** What a release is painted from. */
export interface Canvas {
  readonly release: string;
  readonly pair: ColourPair;
  /** All objects of the release as declared, with their namespaces. */
  readonly objects: readonly KubeObject[];
  /** The Services of the pair's namespace as they run, without previews. */
  readonly services: readonly KubeObject[];
  /** How many pods the colour gets; as declared where undefined. */
  readonly replicas: number | undefined;
}

/** One object of a release in a colour. */
export interface PaintedObject {
  readonly object: KubeObject;
  readonly stage: Stage;
}

/** A Service that leads to the colour once that serves. */
export interface LeadingService {
  readonly name: string;
  readonly selector: Labels;
}

/** A release as it is when it serves in one colour. */
export interface Painting {
  readonly colour: Colour;
  readonly objects: readonly PaintedObject[];
  /** That of the pair first; also those that the release does not declare. */
  readonly services: readonly LeadingService[];
  /** What the Deployment of the colour selects its pods by. */
  readonly selector: Labels;
  /** Services that would send requests to the pods of green all the same. */
  readonly intruders: readonly string[];
}

/**
 * A release as it is when it serves in `colour`. In blue it is as declared; in green its Deployment,
 * what is about that alone and the configuration it refers to have other names, and its pods carry
 * labels that no selector of the blue ones finds. Undefined where it lacks the pair's Deployment.
 */
export function paint(canvas: Canvas, colour: Colour): Painting | undefined {
  const { objects, pair, services } = canvas;
  const own = identityOf(workloadOf(pair));
  const workload = objects.find((object) => identityOf(referenceTo(object)) === own);
  if (workload === undefined) return undefined;
  const leading = leadingServices(workload, objects, services);
  const pods = colourPods(workload, leading);
  const podLabels = pods.labels[colour];
  const main = leading.find(({ metadata }) => metadata.name === pair.service);
  const names = new Set(leading.map(({ metadata }) => metadata.name));
  return {
    colour,
    objects: [
      ...paintObjects(canvas, colour, pods, new Set(leading)),
      ...(main === undefined ? [] : [previewOf(canvas, main, podLabels)]),
    ],
    services: leading
      .map((service) => ({
        name: service.metadata.name,
        selector: selectorFor(service, podLabels),
      }))
      .sort((a, b) => rank(pair, a) - rank(pair, b) || a.name.localeCompare(b.name)),
    selector: pods.selectors[colour],
    intruders: [...services, ...objects.filter(isService)]
      .filter(({ metadata }) => !names.has(metadata.name))
      .filter((service) => selects(service, pods.labels.green))
      .map(({ metadata }) => metadata.name),
  };
}

function paintObjects(
  canvas: Canvas,
  colour: Colour,
  pods: ColourPods,
  leading: ReadonlySet<KubeObject>,
): readonly PaintedObject[] {
  const { objects, release } = canvas;
  const own = ownPart(objects, pods);
  return objects.flatMap((object): readonly PaintedObject[] => {
    if (leading.has(object)) {
      const selector = selectorFor(object, pods.labels[colour]);
      const spec = { ...objectAt(object, 'spec'), selector };
      return [{ object: { ...object, spec }, stage: 'switch' }];
    }
    const part = own.get(object);
    if (part === undefined) return [{ object, stage: stageOf(object) }];
    const isWorkload = object === pods.workload;
    const withPods = (each: KubeObject) => (isWorkload ? withReplicas(each, canvas) : each);
    if (colour === 'blue') return [{ object: withPods(object), stage: 'colour' }];
    const name = nameIn('green', object.metadata.name);
    const green = made(part.green, name, { release, original: object.metadata.name });
    return [
      { object: withPods(green), stage: 'colour' },
      // The pods of blue may still run with it, so that it stays as it is while they serve.
      ...(part.shared ? [{ object, stage: 'after' } as const] : []),
    ];
  });
}

function previewOf(
  { release, pair }: Canvas,
  service: KubeObject,
  podLabels: Labels,
): PaintedObject {
  const { apiVersion, kind, metadata } = service;
  const { labels = {} } = metadata;
  const { namespace, service: name } = pair;
  const preview: KubeObject = {
    apiVersion,
    kind,
    metadata: { name, namespace, labels },
    spec: twinServiceSpec(service, selectorFor(service, podLabels)),
  };
  return {
    object: made(preview, previewName(name), { release, original: name }),
    stage: 'preview',
  };
}

function withReplicas(workload: KubeObject, { replicas }: Canvas): KubeObject {
  if (replicas === undefined || !isJsonObject(workload.spec)) return workload;
  return { ...workload, spec: { ...workload.spec, replicas } };
}

/**
 * `object` under a name that nobody declared. It is no member of the release's ApplySet, as pruning
 * goes by what was declared.
 */
function made(
  object: KubeObject,
  name: string,
  { release, original }: { readonly release: string; readonly original: string },
): KubeObject {
  const { labels, ...metadata } = object.metadata;
  const kept = textValues(without(labels ?? {}, partOfLabel));
  const shown = Object.keys(kept).length === 0 ? {} : { labels: kept };
  const renamed = { ...object, metadata: { ...metadata, ...shown, name } };
  return withAnnotations(renamed, { [releaseMark]: release, [colourOfMark]: original });
}

function rank({ service }: ColourPair, { name }: LeadingService): number {
  return name === service ? 0 : 1;
}

function isService(object: KubeObject): boolean {
  return object.kind === 'Service' && groupOf(object) === '';
}
