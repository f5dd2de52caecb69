import { valueAt } from '@kube-delivery/shared/json/json';
import { containerExample } from '../examples.ts';
import { definePolicy, missing } from '../policy.ts';
import { isGiven, limitedContainers } from './resources.ts';

const rule = {
  id: 'policy/resource-limits',
  severity: 'warning',
  summary: 'A container has no memory limit.',
  reason:
    'A leak then takes the memory of the whole node and ends pods that did nothing wrong. A CPU limit is not asked for: it slows a container down even where the node is idle.',
  bad: containerExample(`
image: shop/web:1.4.2
resources:
  requests:
    cpu: 100m
    memory: 128Mi`),
  good: containerExample(`
image: shop/web:1.4.2
resources:
  requests:
    cpu: 100m
    memory: 128Mi
  limits:
    memory: 128Mi`),
} as const;

/** Containers that may take all memory of their node. */
export const resourceLimits = definePolicy(rule, (subject) =>
  limitedContainers(subject)
    .filter(({ fields, podResources }) =>
      [fields.resources, podResources].every(
        (resources) => !isGiven(valueAt(resources, 'limits', 'memory')),
      ),
    )
    .map(({ name, path }) =>
      missing(
        [...path, 'resources', 'limits', 'memory'],
        `container ${name} has no memory limit and may take all memory of its node`,
        'Set resources.limits.memory',
      ),
    ),
);
