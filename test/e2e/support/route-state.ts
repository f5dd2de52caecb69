import { valueAt } from '../../../shared/src/json/json.ts';
import { recordAnnotation } from '../../../shared/src/traffic/record-annotation.ts';
import type { CanaryApp } from './canary-app.ts';
import { eventually } from './eventually.ts';

/** Waits until the route gives the canary this weight. */
export async function untilWeight(app: CanaryApp, weight: number): Promise<void> {
  const canaryWeight = async () =>
    valueAt(await app.route(), 'spec', 'rules', 0, 'backendRefs', 1, 'weight');
  await eventually(canaryWeight, (value) => value === weight, 60_000);
}

/** What a shift wrote down in the route's annotation; undefined where there is none. */
export async function recordOf(app: CanaryApp): Promise<unknown> {
  const text = (await app.route()).metadata.annotations?.[recordAnnotation];
  return text === undefined ? undefined : JSON.parse(text);
}
