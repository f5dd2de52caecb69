import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { runningContainers } from '../containers.ts';
import { documents, objectExample } from '../examples.ts';
import { isCustom, podTemplateOf } from '../pod-template.ts';
import { definePolicy, wrong } from '../policy.ts';
import { selectedBy } from '../selected-pods.ts';
import { serviceSelector } from './service-selects-none.ts';

const workload = objectExample(
  'apps/v1',
  'Deployment',
  `
template:
  metadata:
    labels:
      app: web
  spec:
    containers:
      - name: web
        image: shop/web:1.4.2
        ports:
          - name: http
            containerPort: 8080`,
);

const service = (port: string): string =>
  objectExample(
    'v1',
    'Service',
    `selector:\n  app: web\nports:\n  - port: 80\n    targetPort: ${port}`,
  );

const rule = {
  id: 'policy/service-target-port',
  severity: 'warning',
  summary: 'A Service sends to a named port that none of its pods has.',
  reason: 'The pods are no endpoints of that port, and every request to it is refused.',
  bad: documents(workload, service('web')),
  good: documents(workload, service('http')),
} as const;

/** Named target ports that are not there. A number needs no declaration, so it may be right. */
export const serviceTargetPort = definePolicy(rule, (subject, all) => {
  const matchLabels = serviceSelector(subject);
  if (matchLabels === undefined) return [];
  const owners = selectedBy({ matchLabels }, subject, all);
  if (owners.length === 0 || owners.some(({ object }) => isCustom(object))) return [];
  const names = owners
    .map(({ object }) => podTemplateOf(object))
    .filter((template) => template !== undefined)
    .flatMap(runningContainers)
    .flatMap(({ fields }) => arrayAt(fields, 'ports'))
    .flatMap((port) => stringAt(port, 'name') ?? []);
  return arrayAt(subject.object, 'spec', 'ports').flatMap((port, index) => {
    const target = stringAt(port, 'targetPort');
    if (target === undefined || names.includes(target) || /^\d*$/.test(target)) return [];
    const pods = owners.map(({ object }) => `${object.kind} ${object.metadata.name}`).join(', ');
    return [
      wrong(
        ['spec', 'ports', index, 'targetPort'],
        `no container of ${pods} has a port named ${target}${suggestion(target, names)}`,
        'Name the port as the container does, or give its number',
      ),
    ];
  });
});
