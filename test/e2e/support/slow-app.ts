import { objectAt } from '../../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../../shared/src/json/json.ts';
import { application } from './manifest-folder.ts';
import type { TestApplication } from './manifest-folder.ts';

/** An application whose pods become ready only so many seconds after they were started. */
export function slowApplication(app: TestApplication, seconds: number): readonly object[] {
  return withProbe(app, { initialDelaySeconds: seconds });
}

/** An application with other fields of its readiness probe. */
export function withProbe(app: TestApplication, fields: JsonObject): readonly object[] {
  return withPods(app, (container) => ({
    container: { readinessProbe: { ...objectAt(container, 'readinessProbe'), ...fields } },
  }));
}

/** Fields by name; one that is undefined is left out of the manifest. */
type Fields = Readonly<Record<string, Json | undefined>>;

/** Fields that an application's pods have beside the usual ones, or instead of them. */
export interface PodChanges {
  readonly container?: Fields;
  readonly pod?: Fields;
  /** Of the Deployment's spec. */
  readonly workload?: Fields;
}

/** An application with other fields of its Deployment, its pods, and their container. */
export function withPods(
  app: TestApplication,
  change: PodChanges | ((container: JsonObject) => PodChanges),
): readonly object[] {
  return application(app).map((object) => {
    if (!('kind' in object) || object.kind !== 'Deployment') return object;
    const deployment = object as JsonObject;
    const spec = objectAt(deployment, 'spec');
    const template = objectAt(spec, 'template');
    const pod = objectAt(template, 'spec');
    const container = objectAt(pod, 'containers', 0);
    const changes = typeof change === 'function' ? change(container) : change;
    const containers = [{ ...container, ...changes.container }];
    return {
      ...deployment,
      spec: {
        ...spec,
        ...changes.workload,
        template: { ...template, spec: { ...pod, containers, ...changes.pod } },
      },
    };
  });
}
