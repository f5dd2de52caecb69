import { valueAt } from '@kube-delivery/shared/json/json';
import { containerExample } from '../examples.ts';
import { definePolicy, missing } from '../policy.ts';
import { isGiven, limitedContainers } from './resources.ts';

const rule = {
  id: 'policy/resource-requests',
  severity: 'warning',
  summary: 'A container requests no CPU or no memory.',
  reason:
    'The scheduler counts it as nothing and overfills nodes, autoscaling by use cannot work, and its pod is the first to go when memory is short.',
  bad: containerExample('image: shop/web:1.4.2'),
  good: containerExample(`
image: shop/web:1.4.2
resources:
  requests:
    cpu: 100m
    memory: 128Mi`),
} as const;

/** Containers whose need nobody knows. A limit is a request too where none is given. */
export const resourceRequests = definePolicy(rule, (subject) =>
  limitedContainers(subject).flatMap(({ name, path, fields, podResources }) => {
    const lacking = ['cpu', 'memory'].filter((resource) =>
      [fields.resources, podResources].every(
        (resources) =>
          !isGiven(valueAt(resources, 'requests', resource)) &&
          !isGiven(valueAt(resources, 'limits', resource)),
      ),
    );
    const [first] = lacking;
    if (first === undefined) return [];
    // One finding a container: both are given in one place.
    const at = lacking.length > 1 ? ['requests'] : ['requests', first];
    const message = `container ${name} requests no ${lacking.join(' and no ')}`;
    const hint = `Set resources.requests.${lacking.join(' and resources.requests.')} to what it uses`;
    return [missing([...path, 'resources', ...at], message, hint)];
  }),
);
