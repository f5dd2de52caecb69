import { stringAt } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { documents, objectExample } from '../examples.ts';
import { definePolicy, wrong } from '../policy.ts';
import { scalableKinds, scalerOf } from '../replicas.ts';
import { mayShareNamespace } from '../selected-pods.ts';

const autoscaler = (name: string): string =>
  objectExample(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    `
scaleTargetRef:
  apiVersion: apps/v1
  kind: Deployment
  name: ${name}
maxReplicas: 8`,
  );

const workload = objectExample('apps/v1', 'Deployment', 'minReadySeconds: 5');

const rule = {
  id: 'policy/hpa-target',
  severity: 'warning',
  summary: 'An autoscaler scales a workload that the chart does not have.',
  reason: 'Nothing is scaled, and only the autoscaler’s own status says so.',
  bad: documents(workload, autoscaler('wbe')),
  good: documents(workload, autoscaler('web')),
} as const;

/** Autoscalers whose target is not there. */
export const hpaTarget = definePolicy(rule, ({ object }, all) => {
  const scaler = scalerOf(object);
  if (scaler === undefined || !scalableKinds.includes(scaler.targetKind)) return [];
  const { targetKind: kind, targetName: name } = scaler;
  const names = all
    .filter((each) => each.object.kind === kind && mayShareNamespace(each.object, object))
    // The name of one that has only a generateName is not known.
    .flatMap((each) => stringAt(each.object, 'metadata', 'name') ?? []);
  if (names.includes(name)) return [];
  return [
    wrong(
      ['spec', 'scaleTargetRef', 'name'],
      `the chart has no ${kind} ${name}${suggestion(name, names)}`,
      'Name the workload as its own template does, by the same include',
    ),
  ];
});
