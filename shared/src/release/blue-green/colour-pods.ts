import type { KubeObject } from '../../cluster/kube-object.ts';
import { objectAt } from '../../json/json.ts';
import { textValues } from '../../json/text-values.ts';
import { podLabelsOf } from '../twin/service-selector.ts';
import type { Labels } from '../twin/service-selector.ts';
import { greenTwin } from '../twin/twin.ts';
import { labelsOfTwin } from '../twin/twin-labels.ts';
import type { Colour } from './colour.ts';

/** The labels of a Deployment's pods in both colours, and what it selects them by. */
export interface ColourPods {
  /** The Deployment as declared. */
  readonly workload: KubeObject;
  readonly labels: Readonly<Record<Colour, Labels>>;
  readonly selectors: Readonly<Record<Colour, Labels>>;
}

/**
 * The pods of a Deployment in both colours, so that none of `services` finds those of both. What the
 * Deployment of green selects by does not depend on the Services, as it can never be changed.
 */
export function colourPods(workload: KubeObject, services: readonly KubeObject[]): ColourPods {
  const blue = podLabelsOf(workload);
  const selector = textValues(objectAt(workload, 'spec', 'selector', 'matchLabels'));
  return {
    workload,
    labels: { blue, green: labelsOfTwin(greenTwin, blue, selector, services).pod },
    selectors: { blue: selector, green: labelsOfTwin(greenTwin, blue, selector, []).selector },
  };
}
