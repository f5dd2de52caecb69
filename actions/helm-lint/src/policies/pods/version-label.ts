import { objectAt } from '@kube-delivery/shared/json/json';
import { versionLabel as label } from '@kube-delivery/shared/manifests/version-label';
import { appKindOf, podTemplateOf } from '../pod-template.ts';
import { definePolicy, missing, wrong } from '../policy.ts';
import { shown } from '../shown.ts';

const example = (own: string, template: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web${own}
spec:
  template:
    metadata:
      labels:
        app: web${template}
    spec:
      containers:
        - name: web
          image: shop/web:1.4.2`;

const rule = {
  id: 'policy/version-label',
  severity: 'warning',
  summary: `A workload or its pod template lacks the label \`${label}\`.`,
  reason:
    'Without it on the pods, metrics and logs cannot be told apart by version, which the verdict on a canary rests on; without it on the workload nobody sees what runs.',
  bad: example('', `\n        ${label}: "1.4.2"`),
  good: example(`\n    ${label}: "1.4.2"`, `\n        ${label}: "1.4.2"`),
} as const;

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'];
const hint = `Set ${label} to the version of the image, on the workload and on its pod template`;

/** Workloads that do not say their version, or say two. */
export const versionLabel = definePolicy(rule, ({ object, isHook, isTest }) => {
  const template = podTemplateOf(object);
  if (template === undefined || isHook || isTest) return [];
  if (!kinds.includes(appKindOf(object) ?? '')) return [];
  const places = [
    {
      path: ['metadata', 'labels', label],
      value: objectAt(object, 'metadata', 'labels')[label] ?? '',
      what: 'the workload',
    },
    {
      path: [...template.path, 'metadata', 'labels', label],
      value: template.labels[label] ?? '',
      what: 'the pod template',
    },
  ];
  const lacking = places.filter(({ value }) => value === '');
  if (lacking.length > 0) {
    return lacking.map(({ path, what }) => missing(path, `${what} has no label ${label}`, hint));
  }
  const [own, pods] = places;
  if (own === undefined || pods === undefined || own.value === pods.value) return [];
  const message = `the pods have the version ${shown(pods.value)}, their workload ${shown(own.value)}`;
  return [wrong(pods.path, message, hint)];
});
