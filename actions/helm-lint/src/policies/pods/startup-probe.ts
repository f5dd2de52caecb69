import { numberAt } from '@kube-delivery/shared/json/json';
import { applicationContainers } from '../containers.ts';
import type { PlacedContainer } from '../containers.ts';
import { containerExample } from '../examples.ts';
import { definePolicy } from '../policy.ts';
import { hasProbe, unprobed } from './probes.ts';

const rule = {
  id: 'policy/startup-probe',
  severity: 'warning',
  summary: 'A livenessProbe without startupProbe leaves a container less than 30 seconds to start.',
  reason:
    'On a busy node a start takes longer than usual; killed in the middle of it again and again, the container never gets up.',
  bad: containerExample(`
image: shop/web:1.4.2
livenessProbe:
  periodSeconds: 5
  httpGet:
    path: /live
    port: 8080`),
  good: containerExample(`
image: shop/web:1.4.2
livenessProbe:
  periodSeconds: 5
  httpGet:
    path: /live
    port: 8080
startupProbe:
  failureThreshold: 24
  periodSeconds: 5
  httpGet:
    path: /live
    port: 8080`),
} as const;

const leastSeconds = 30;

/** Containers that their livenessProbe may end before they have started. */
export const startupProbe = definePolicy(rule, (subject) =>
  applicationContainers(subject)
    .filter((each) => hasProbe(each, 'livenessProbe') && !hasProbe(each, 'startupProbe'))
    .flatMap((container) => {
      const seconds = secondsToStart(container);
      if (seconds >= leastSeconds) return [];
      return [
        unprobed(
          container,
          'startupProbe',
          `so its livenessProbe ends it when it is not up within ${seconds} s`,
          `Give it a startupProbe, or the livenessProbe ${leastSeconds} s and more to fail`,
        ),
      ];
    }),
);

/** From the start to the kill; with the defaults of Kubernetes for what is not given. */
function secondsToStart({ fields }: PlacedContainer): number {
  const number = (field: string, fallback: number): number =>
    numberAt(fields, 'livenessProbe', field) ?? fallback;
  return (
    number('initialDelaySeconds', 0) + number('periodSeconds', 10) * number('failureThreshold', 3)
  );
}
