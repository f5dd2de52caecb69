import { valueAt } from '@kube-delivery/shared/json/json';
import { documents, objectExample } from '../examples.ts';
import { appKindOf } from '../pod-template.ts';
import { definePolicy, surplus } from '../policy.ts';
import { scalableKinds, scalerFor } from '../replicas.ts';
import { shown } from '../shown.ts';

const autoscaler = objectExample(
  'autoscaling/v2',
  'HorizontalPodAutoscaler',
  `
scaleTargetRef:
  apiVersion: apps/v1
  kind: Deployment
  name: web
minReplicas: 2
maxReplicas: 8`,
);

const rule = {
  id: 'policy/hpa-replicas',
  severity: 'warning',
  summary: 'A workload that an autoscaler scales also sets its replicas.',
  reason:
    'Every upgrade throws the number of pods back to what the chart says, in the middle of a load that needs more of them.',
  bad: documents(objectExample('apps/v1', 'Deployment', 'replicas: 2'), autoscaler),
  good: documents(objectExample('apps/v1', 'Deployment', 'minReadySeconds: 5'), autoscaler),
} as const;

/** Workloads whose replicas two owners set. */
export const hpaReplicas = definePolicy(rule, ({ object }, all) => {
  if (!scalableKinds.includes(appKindOf(object) ?? '')) return [];
  const replicas = valueAt(object, 'spec', 'replicas') ?? null;
  const scaler = replicas === null ? undefined : scalerFor(object, all);
  if (scaler === undefined) return [];
  const owner = `${scaler.object.kind} ${scaler.object.metadata.name}`;
  return [
    surplus(
      ['spec', 'replicas'],
      `replicas ${shown(replicas)} is set here although ${owner} scales it`,
      'Leave replicas out where the autoscaler is on: {{- if not .Values.autoscaling.enabled }}',
    ),
  ];
});
