import { booleanAt } from '@kube-delivery/shared/json/json';
import { containersOf } from '../containers.ts';
import { containerExample } from '../examples.ts';
import { podTemplateOf } from '../pod-template.ts';
import { definePolicy, wrong } from '../policy.ts';

const rule = {
  id: 'policy/privileged',
  severity: 'warning',
  summary: 'A container is privileged.',
  reason: 'It can do all that root can do on the node: nothing of the container’s walls is left.',
  bad: containerExample(`
image: shop/web:1.4.2
securityContext:
  privileged: true`),
  good: containerExample(`
image: shop/web:1.4.2
securityContext:
  capabilities:
    add: [NET_BIND_SERVICE]`),
} as const;

/** Containers without walls. */
export const privileged = definePolicy(rule, ({ object }) => {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  return containersOf(template)
    .filter(({ fields }) => booleanAt(fields, 'securityContext', 'privileged') === true)
    .map(({ name, path }) =>
      wrong(
        [...path, 'securityContext', 'privileged'],
        `container ${name} is privileged, which gives it the whole node`,
        'Add the capabilities that it needs instead',
      ),
    );
});
