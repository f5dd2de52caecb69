import { objectAt, stringAt } from '@kube-delivery/shared/json/json';
import { textValues } from '@kube-delivery/shared/json/text-values';
import type { RenderedObject } from '../../rendered-object.ts';
import { documents, objectExample } from '../examples.ts';
import { definePolicy, wrong } from '../policy.ts';
import { mayShareNamespace, podLabels, selectedBy } from '../selected-pods.ts';

const workload = objectExample(
  'apps/v1',
  'Deployment',
  `
template:
  metadata:
    labels:
      app: web`,
);

const service = (app: string): string =>
  objectExample('v1', 'Service', `selector:\n  app: ${app}\nports:\n  - port: 80`);

const rule = {
  id: 'policy/service-selects-none',
  severity: 'warning',
  summary: 'A Service selects no pod of the chart.',
  reason: 'It has no endpoints, and every request to it is refused.',
  bad: documents(workload, service('wbe')),
  good: documents(workload, service('web')),
} as const;

/** Services without pods. One without a selector has endpoints from elsewhere. */
export const serviceSelectsNone = definePolicy(rule, (subject, all) => {
  const selector = serviceSelector(subject);
  const namespace = stringAt(subject.object, 'metadata', 'namespace');
  // What runs there is the cluster's, such as its DNS.
  if (selector === undefined || namespace === 'kube-system') return [];
  if (selectedBy({ matchLabels: selector }, subject, all).length > 0) return [];
  const { owner, differing } = nearest(selector, subject, all);
  const [only] = differing;
  const path = ['spec', 'selector', ...(differing.length === 1 && only ? [only] : [])];
  const text = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  const near = owner === undefined ? '' : `; ${owner} differs in ${differing.join(', ')}`;
  const message = `no pod of the chart has ${text.join(', ')}${near}`;
  return [wrong(path, message, 'Select the labels of the pod template, by the same include')];
});

/** What a Service selects; undefined for other objects and for Services that select nothing. */
export function serviceSelector({
  object,
}: RenderedObject): Readonly<Record<string, string>> | undefined {
  if (object.kind !== 'Service' || object.apiVersion !== 'v1') return undefined;
  if (stringAt(object, 'spec', 'type') === 'ExternalName') return undefined;
  const selector = textValues(objectAt(object, 'spec', 'selector'));
  return Object.keys(selector).length === 0 ? undefined : selector;
}

interface Candidate {
  readonly owner: string | undefined;
  /** Keys of the selector in which its pods differ. */
  readonly differing: readonly string[];
}

/** The workload whose pods the selector misses by the fewest labels, and has at least one of. */
function nearest(
  selector: Readonly<Record<string, string>>,
  subject: RenderedObject,
  all: readonly RenderedObject[],
): Candidate {
  const keys = Object.keys(selector);
  const candidates = all
    .filter(({ object }) => mayShareNamespace(object, subject.object))
    .flatMap(({ object }) =>
      podLabels(object).map((labels): Candidate => ({
        owner: `${object.kind} ${object.metadata.name}`,
        differing: keys.filter((key) => labels[key] !== selector[key]),
      })),
    )
    .filter(({ differing }) => differing.length < keys.length);
  return (
    candidates.toSorted((a, b) => a.differing.length - b.differing.length)[0] ?? {
      owner: undefined,
      differing: keys,
    }
  );
}
