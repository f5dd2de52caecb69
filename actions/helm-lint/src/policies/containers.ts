import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { isContainer } from '@kube-delivery/shared/manifests/pod-containers';
import type { FieldPath, RenderedObject } from '../rendered-object.ts';
import { podTemplateOf } from './pod-template.ts';
import type { PodTemplate } from './pod-template.ts';

/** A container and where it stands in its object. */
export interface PlacedContainer {
  readonly path: FieldPath;
  readonly name: string;
  readonly fields: JsonObject;
  /** A sidecar is an init container that goes on running beside the others. */
  readonly role: 'main' | 'init' | 'sidecar';
}

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];

/** The containers of a pod template, those of the application first. */
export function containersOf(template: PodTemplate): readonly PlacedContainer[] {
  return ['containers', 'initContainers'].flatMap((list) =>
    arrayAt(template.spec, list).flatMap((fields, index) =>
      isJsonObject(fields)
        ? [
            {
              path: [...template.path, 'spec', list, index],
              name: stringAt(fields, 'name') ?? '?',
              fields,
              role: roleOf(list, fields),
            },
          ]
        : [],
    ),
  );
}

/** Containers that run as long as their pod: all but init containers that end. */
export function runningContainers(template: PodTemplate): readonly PlacedContainer[] {
  return containersOf(template).filter(({ role }) => role !== 'init');
}

/**
 * The containers that a workload is there for: those with ports; where none has any, all but init
 * containers and sidecars. None of jobs, hooks, tests and custom resources.
 */
export function applicationContainers({
  object,
  isHook,
  isTest,
}: RenderedObject): readonly PlacedContainer[] {
  const template = podTemplateOf(object);
  if (template?.isLongRunning !== true || isHook || isTest) return [];
  const main = containersOf(template).filter(({ role }) => role === 'main');
  const serving = main.filter(hasPorts);
  return serving.length > 0 ? serving : main;
}

/** Whether a container declares a port. */
export function hasPorts({ fields }: PlacedContainer): boolean {
  return arrayAt(fields, 'ports').length > 0;
}

/** An image and where it stands. */
export interface PlacedImage {
  readonly path: FieldPath;
  readonly container: string;
  readonly image: string;
}

/** The images of all containers in `object`, wherever in a custom resource they stand. */
export function imagesIn(object: KubeObject): readonly PlacedImage[] {
  return imagesBelow(object, []);
}

function imagesBelow(value: Json, path: FieldPath): readonly PlacedImage[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => imagesBelow(item, [...path, index]));
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (!containerLists.includes(key)) return imagesBelow(child, [...path, key]);
    return arrayAt(child).flatMap((item, index) =>
      isContainer(item)
        ? [{ path: [...path, key, index, 'image'], container: item.name, image: item.image }]
        : imagesBelow(item, [...path, key, index]),
    );
  });
}

function roleOf(list: string, fields: JsonObject): PlacedContainer['role'] {
  if (list === 'containers') return 'main';
  return stringAt(fields, 'restartPolicy') === 'Always' ? 'sidecar' : 'init';
}
