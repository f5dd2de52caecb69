import { objectAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { RenderedObject } from '../../rendered-object.ts';
import { runningContainers } from '../containers.ts';
import type { PlacedContainer } from '../containers.ts';
import { isCustom, podTemplateOf } from '../pod-template.ts';

/** A container with the resources that its whole pod has. */
export interface LimitedContainer extends PlacedContainer {
  readonly podResources: JsonObject;
}

/**
 * The containers that should say what they need: all that run as long as their pod, which init
 * containers do not. None of hooks, tests and custom resources.
 */
export function limitedContainers({
  object,
  isHook,
  isTest,
}: RenderedObject): readonly LimitedContainer[] {
  const template = podTemplateOf(object);
  if (template === undefined || isHook || isTest || isCustom(object)) return [];
  const podResources = objectAt(template.spec, 'resources');
  return runningContainers(template).map((container) => ({ ...container, podResources }));
}

/** Whether a quantity is there; 0 is one. */
export function isGiven(quantity: Json | undefined): boolean {
  return quantity !== undefined && quantity !== null && quantity !== '';
}
