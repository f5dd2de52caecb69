import { podExample } from '../examples.ts';
import { podTemplateOf } from '../pod-template.ts';
import { definePolicy, wrong } from '../policy.ts';

const rule = {
  id: 'policy/host-namespaces',
  severity: 'warning',
  summary: 'A pod shares the network, the processes or the IPC of its node.',
  reason:
    'It sees the traffic, processes or memory of everything on the node and can reach what listens on its loopback address.',
  bad: podExample(`
hostNetwork: true
containers:
  - name: web
    image: shop/web:1.4.2`),
  good: podExample(`
hostNetwork: false
containers:
  - name: web
    image: shop/web:1.4.2`),
} as const;

const shared: Readonly<Record<string, string>> = {
  hostNetwork: 'network',
  hostPID: 'processes',
  hostIPC: 'memory for IPC',
};

/** Pods that are not kept apart from their node. */
export const hostNamespaces = definePolicy(rule, ({ object }) => {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  return Object.entries(shared)
    .filter(([field]) => template.spec[field] === true)
    .map(([field, what]) =>
      wrong(
        [...template.path, 'spec', field],
        `${field} gives the pods the ${what} of their node`,
        `Take ${field} away; what a node agent needs may be ignored with a reason`,
      ),
    );
});
