import { matchesLabels } from '@kube-delivery/shared/cluster/label-selector';
import { arrayAt, isJsonObject, objectAt } from '@kube-delivery/shared/json/json';
import { textValues } from '@kube-delivery/shared/json/text-values';
import { deploymentExample } from '../examples.ts';
import { appKindOf, podTemplateOf } from '../pod-template.ts';
import { definePolicy, missing, wrong } from '../policy.ts';
import type { Flaw } from '../policy.ts';
import { shown } from '../shown.ts';

const example = (label: string): string =>
  deploymentExample(`
selector:
  matchLabels:
    app: web
template:
  metadata:
    labels:
      app: ${label}`);

const rule = {
  id: 'policy/selector-mismatch',
  severity: 'error',
  summary: 'A workload’s selector does not select its own pods.',
  reason: 'The API server refuses the workload, in the middle of the release.',
  bad: example('shop'),
  good: example('web'),
} as const;

const hint = 'Take both from one include, so that they cannot differ';

/** Selectors that do not fit the labels below them. */
export const selectorMismatch = definePolicy(rule, ({ object }) => {
  const template = podTemplateOf(object);
  const { selector } = objectAt(object, 'spec');
  if (appKindOf(object) === undefined || template === undefined || !isJsonObject(selector)) {
    return [];
  }
  const wanted = Object.entries(objectAt(selector, 'matchLabels'));
  const expressions = arrayAt(selector, 'matchExpressions');
  if (wanted.length === 0 && expressions.length === 0) {
    const message = 'the selector has no condition, which the API server refuses';
    return [wrong(['spec', 'selector'], message, 'Select the labels that only these pods have')];
  }
  const unlike = wanted.flatMap(([key, value]): readonly Flaw[] => {
    const label = template.labels[key];
    if (label === value) return [];
    // The labels are what can still be changed: a selector is for ever.
    const path = [...template.path, 'metadata', 'labels', key];
    const selected = `the selector wants ${key}=${shown(value)}`;
    return label === undefined || label === null
      ? [missing(path, `${selected}, and the pods have no label ${key}`, hint)]
      : [wrong(path, `${selected}, and the pods have ${key}=${shown(label)}`, hint)];
  });
  const unmet = expressions.flatMap((expression, index) =>
    matchesLabels({ matchExpressions: [expression] }, textValues(template.labels))
      ? []
      : [
          wrong(
            ['spec', 'selector', 'matchExpressions', index],
            'the labels of the pods do not meet this condition of the selector',
            hint,
          ),
        ],
  );
  return [...unlike, ...unmet];
});
