import type { KubeObject } from '../../cluster/kube-object.ts';
import { objectAt } from '../../json/json.ts';
import { groupOf } from '../../manifests/manifest.ts';
import { greenTwin } from '../twin/twin.ts';
import { configOfTwin, referredTo } from '../twin/twin-config.ts';
import { nameIn } from './colour.ts';
import type { ColourPods } from './colour-pods.ts';
import { aboutGreen, withGreenScheduling } from './companions.ts';

/** An object of a release that each of its colours has for itself. */
export interface OwnObject {
  /** As green has it, still under the declared name. */
  readonly green: KubeObject;
  /** Whether other pods of the release refer to it too. */
  readonly shared: boolean;
}

/**
 * The objects of a release that belong to a colour, by what was declared: the Deployment, what is about
 * it alone, and the ConfigMaps and Secrets that its pods refer to. Pods that serve must keep what they
 * run with while the next release comes up beside them.
 */
export function ownPart(
  objects: readonly KubeObject[],
  pods: ColourPods,
): ReadonlyMap<KubeObject, OwnObject> {
  const { workload } = pods;
  const { name, namespace } = workload.metadata;
  const config = objects.filter(
    (object) =>
      ['ConfigMap', 'Secret'].includes(object.kind) &&
      groupOf(object) === '' &&
      object.metadata.namespace === namespace,
  );
  const template = objectAt(workload, 'spec', 'template');
  const others = objects
    .filter((object) => object !== workload)
    .flatMap((object) => referredTo(objectAt(object, 'spec'), config));
  const used = referredTo(template, config).map(
    (object) => [object, { green: object, shared: others.includes(object) }] as const,
  );
  const companions = objects.flatMap((object) => {
    const green = aboutGreen(object, pods, nameIn('green', name));
    return green === undefined ? [] : [[object, { green, shared: false }] as const];
  });
  const green = greenDeployment(pods, config);
  return new Map([...used, ...companions, [workload, { green, shared: false }]]);
}

function greenDeployment(pods: ColourPods, config: readonly KubeObject[]): KubeObject {
  const { labels, selectors, workload } = pods;
  const spec = objectAt(workload, 'spec');
  const { template } = configOfTwin(greenTwin, objectAt(spec, 'template'), config);
  const metadata = { ...objectAt(template, 'metadata'), labels: labels.green };
  return {
    ...workload,
    spec: {
      ...spec,
      selector: { matchLabels: selectors.green },
      template: withGreenScheduling({ ...template, metadata }, labels),
    },
  };
}
