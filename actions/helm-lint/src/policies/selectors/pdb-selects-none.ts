import { isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import { documents, objectExample } from '../examples.ts';
import { definePolicy, wrong } from '../policy.ts';
import { selectedBy } from '../selected-pods.ts';
import { isBudget } from '../updates/pdb-replicas.ts';

const workload = objectExample(
  'apps/v1',
  'Deployment',
  `
template:
  metadata:
    labels:
      app: web`,
);

const budget = (app: string): string =>
  objectExample(
    'policy/v1',
    'PodDisruptionBudget',
    `maxUnavailable: 1\nselector:\n  matchLabels:\n    app: ${app}`,
  );

const rule = {
  id: 'policy/pdb-selects-none',
  severity: 'warning',
  summary: 'A PodDisruptionBudget selects no pod of the chart.',
  reason: 'It protects nothing: a drain may take all pods away at once.',
  bad: documents(workload, budget('wbe')),
  good: documents(workload, budget('web')),
} as const;

/** Budgets without pods. */
export const pdbSelectsNone = definePolicy(rule, (subject, all) => {
  const selector = valueAt(subject.object, 'spec', 'selector');
  if (!isBudget(subject) || !isJsonObject(selector)) return [];
  if (selectedBy(selector, subject, all).length > 0) return [];
  return [
    wrong(
      ['spec', 'selector'],
      'no pod of the chart has the labels that this budget selects',
      'Select the labels of the pod template, by the same include',
    ),
  ];
});
