import { arrayAt, objectAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { versionLabel } from '@kube-delivery/shared/manifests/version-label';
import type { FieldPath } from '../../rendered-object.ts';
import { deploymentExample } from '../examples.ts';
import { appKindOf } from '../pod-template.ts';
import { definePolicy, wrong } from '../policy.ts';
import { shown } from '../shown.ts';

const example = (extra: string): string =>
  deploymentExample(`
selector:
  matchLabels:
    app: web${extra}
template:
  metadata:
    labels:
      app: web
      helm.sh/chart: web-1.4.2`);

const rule = {
  id: 'policy/selector-immutable',
  severity: 'warning',
  summary: 'A selector, or a volume claim template, has a label that changes with the version.',
  reason:
    'Both are immutable: the upgrade to the next version is refused, and the only way on is to delete the workload.',
  bad: example('\n    helm.sh/chart: web-1.4.2'),
  good: example(''),
} as const;

const changingKeys = ['helm.sh/chart', 'chart', versionLabel];
const versionNumber = /(?:^|[-_v])\d+\.\d+\.\d+(?:$|[-+_.])/;
const hint = 'Keep the labels that never change: app.kubernetes.io/name and instance';

/** Immutable labels that change. */
export const selectorImmutable = definePolicy(rule, ({ object }) => {
  const kind = appKindOf(object);
  if (kind === undefined) return [];
  const claims = kind === 'StatefulSet' ? arrayAt(object, 'spec', 'volumeClaimTemplates') : [];
  return [
    ...flaws(['spec', 'selector', 'matchLabels'], 'the selector', object),
    ...claims.flatMap((_, index) => {
      const path = ['spec', 'volumeClaimTemplates', index, 'metadata', 'labels'];
      return flaws(path, 'the volume claim template', object);
    }),
  ];
});

function flaws(path: FieldPath, what: string, object: Json): readonly ReturnType<typeof wrong>[] {
  return Object.entries(objectAt(object, ...path))
    .filter(([key, value]) => isChanging(key, value))
    .map(([key, value]) =>
      wrong(
        [...path, key],
        `${what} has ${key}=${shown(value)}, which changes with the version and cannot be changed`,
        hint,
      ),
    );
}

function isChanging(key: string, value: Json): boolean {
  return changingKeys.includes(key) || (typeof value === 'string' && versionNumber.test(value));
}
