import type { KubeObject } from '../cluster/kube-object.ts';
import { isJsonObject } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];

/** A container of a pod template, with the fields that every one of them has. */
export interface PodContainer extends JsonObject {
  readonly name: string;
  readonly image: string;
}

/**
 * The containers of every pod template in `object`, wherever it stands: a Pod, a Deployment, a
 * CronJob's job template or a custom resource. A pod template is known by its lists of containers
 * that have a name and an image.
 */
export function podContainers(object: KubeObject): readonly PodContainer[] {
  const found: PodContainer[] = [];
  mapPodContainers(object, (container) => {
    found.push(container);
    return container;
  });
  return found;
}

/** `object` with every container of its pod templates replaced by what `change` makes of it. */
export function mapPodContainers(
  object: KubeObject,
  change: (container: PodContainer) => PodContainer,
): KubeObject {
  return mapValue(object, change) as KubeObject;
}

function mapValue(value: Json, change: (container: PodContainer) => PodContainer): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => mapValue(item, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      containerLists.includes(key) && Array.isArray(child)
        ? (child as readonly Json[]).map((item) =>
            isContainer(item) ? change(item) : mapValue(item, change),
          )
        : mapValue(child, change),
    ]),
  );
}

/** Whether `value` has the fields that every container has. */
export function isContainer(value: Json): value is PodContainer {
  return isJsonObject(value) && typeof value.name === 'string' && typeof value.image === 'string';
}
