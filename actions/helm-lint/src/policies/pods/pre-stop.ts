import { objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { RenderedObject } from '../../rendered-object.ts';
import { applicationContainers, hasPorts } from '../containers.ts';
import type { PlacedContainer } from '../containers.ts';
import { containerExample } from '../examples.ts';
import { appKindOf } from '../pod-template.ts';
import { definePolicy, missing } from '../policy.ts';
import { selectedBy } from '../selected-pods.ts';
import { serviceSelector } from '../selectors/service-selects-none.ts';

const rule = {
  id: 'policy/pre-stop',
  severity: 'warning',
  summary: 'A container that serves requests is updated by rolling without a preStop hook.',
  reason:
    'A pod is told to end at the moment in which it is taken out of its Service, and proxies learn that later: requests of the next seconds meet a closed port.',
  bad: containerExample(`
image: shop/web:1.4.2
ports:
  - containerPort: 8080`),
  good: containerExample(`
image: shop/web:1.4.2
ports:
  - containerPort: 8080
lifecycle:
  preStop:
    sleep:
      seconds: 5`),
} as const;

/** Containers that drop requests at every update. */
export const preStop = definePolicy(rule, (subject, all) => {
  if (appKindOf(subject.object) !== 'Deployment') return [];
  const type = stringAt(subject.object, 'spec', 'strategy', 'type') ?? 'RollingUpdate';
  if (type !== 'RollingUpdate') return [];
  return servingContainers(subject, all)
    .filter(({ fields }) => Object.keys(objectAt(fields, 'lifecycle', 'preStop')).length === 0)
    .map(({ name, path }) =>
      missing(
        [...path, 'lifecycle', 'preStop'],
        `container ${name} has no preStop hook and ends while requests still come in`,
        'Give it lifecycle.preStop with a sleep of some seconds, below terminationGracePeriodSeconds',
      ),
    );
});

/** Those with ports; where none has any, all of pods that a Service of the chart selects. */
function servingContainers(
  subject: RenderedObject,
  all: readonly RenderedObject[],
): readonly PlacedContainer[] {
  const containers = applicationContainers(subject);
  return containers.some(hasPorts) || all.some((each) => selects(each, subject)) ? containers : [];
}

function selects(service: RenderedObject, subject: RenderedObject): boolean {
  const matchLabels = serviceSelector(service);
  return matchLabels !== undefined && selectedBy({ matchLabels }, service, [subject]).length > 0;
}
