import { applicationContainers } from '../containers.ts';
import { containerExample } from '../examples.ts';
import { definePolicy } from '../policy.ts';
import { hasProbe, unprobed } from './probes.ts';

const rule = {
  id: 'policy/liveness-probe',
  severity: 'warning',
  summary: 'A container of a long-running workload has no livenessProbe.',
  reason: 'A process that hangs without ending is never restarted.',
  bad: containerExample('image: shop/web:1.4.2'),
  good: containerExample(`
image: shop/web:1.4.2
livenessProbe:
  httpGet:
    path: /live
    port: 8080`),
} as const;

/** Containers whose hanging nobody sees. */
export const livenessProbe = definePolicy(rule, (subject) =>
  applicationContainers(subject)
    .filter((container) => !hasProbe(container, 'livenessProbe'))
    .map((container) =>
      unprobed(
        container,
        'livenessProbe',
        'so it is not restarted when it hangs',
        'Give it a livenessProbe that asks the process alone, not what it depends on',
      ),
    ),
);
