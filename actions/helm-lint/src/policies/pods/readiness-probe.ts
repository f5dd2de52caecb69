import { applicationContainers } from '../containers.ts';
import { containerExample } from '../examples.ts';
import { definePolicy } from '../policy.ts';
import { hasProbe, unprobed } from './probes.ts';

const rule = {
  id: 'policy/readiness-probe',
  severity: 'warning',
  summary: 'A container of a long-running workload has no readinessProbe.',
  reason:
    'Its pods get traffic, and a rolling update goes on, as soon as the process runs, whether it can answer or not.',
  bad: containerExample('image: shop/web:1.4.2'),
  good: containerExample(`
image: shop/web:1.4.2
readinessProbe:
  httpGet:
    path: /ready
    port: 8080`),
} as const;

/** Containers that never say whether they can work. */
export const readinessProbe = definePolicy(rule, (subject) =>
  applicationContainers(subject)
    .filter((container) => !hasProbe(container, 'readinessProbe'))
    .map((container) =>
      unprobed(
        container,
        'readinessProbe',
        'so it counts as ready before it can work',
        'Give it a readinessProbe that asks what its users need of it',
      ),
    ),
);
