import type { Rule } from '../rules.ts';

const refused = 'The API server refuses the object, and the release fails halfway';

/** Every rule of the schema checks by its name after `schema/`. */
export const schemaRules = {
  'unknown-field': {
    id: 'schema/unknown-field',
    severity: 'error',
    summary: 'A field that the kind does not have.',
    reason:
      'The API server drops it without a word, or refuses the object where validation is strict, so what it was meant to set is not set.',
    bad: 'kind: Deployment\nspec:\n  replica: 3',
    good: 'kind: Deployment\nspec:\n  replicas: 3',
  },
  'wrong-type': {
    id: 'schema/wrong-type',
    severity: 'error',
    summary: 'A value of another type than the field has.',
    reason: `${refused}. Most often a number or boolean lacks quotes, or a text has them.`,
    bad: 'env:\n  - name: PORT\n    value: 8080',
    good: 'env:\n  - name: PORT\n    value: "8080"',
  },
  'missing-field': {
    id: 'schema/missing-field',
    severity: 'error',
    summary: 'A field that the kind requires is not there, or is empty.',
    reason: `${refused}.`,
    bad: 'containers:\n  - image: nginx:1.29',
    good: 'containers:\n  - name: web\n    image: nginx:1.29',
  },
  'unknown-value': {
    id: 'schema/unknown-value',
    severity: 'error',
    summary: 'A value that is none of those that the field allows.',
    reason: `${refused}.`,
    bad: 'imagePullPolicy: IfNotExists',
    good: 'imagePullPolicy: IfNotPresent',
  },
  'invalid-quantity': {
    id: 'schema/invalid-quantity',
    severity: 'error',
    summary: 'An amount of CPU, memory or storage that Kubernetes cannot read.',
    reason: `${refused}.`,
    bad: 'resources:\n  limits:\n    memory: 512MB',
    good: 'resources:\n  limits:\n    memory: 512Mi',
  },
  'invalid-value': {
    id: 'schema/invalid-value',
    severity: 'error',
    summary: 'A value of the right type that the field cannot take: not base64, out of its range.',
    reason: `${refused}.`,
    bad: 'kind: Secret\ndata:\n  user: admin!',
    good: 'kind: Secret\ndata:\n  user: YWRtaW4h',
  },
  'invalid-name': {
    id: 'schema/invalid-name',
    severity: 'error',
    summary: 'A name that objects of this kind cannot have.',
    reason: `${refused}. Long release names and underscores in values are the usual cause.`,
    bad: 'metadata:\n  name: web_server',
    good: 'metadata:\n  name: web-server',
  },
  'invalid-label': {
    id: 'schema/invalid-label',
    severity: 'error',
    summary: 'A label or annotation whose key or value Kubernetes does not take.',
    reason: `${refused}. A chart version with a plus sign is the usual cause.`,
    bad: 'labels:\n  helm.sh/chart: web-1.0.0+build5',
    good: 'labels:\n  helm.sh/chart: web-1.0.0_build5',
  },
  'duplicate-entry': {
    id: 'schema/duplicate-entry',
    severity: 'warning',
    summary:
      'Two entries of a list that should differ in their key, such as two variables of one name.',
    reason: 'Only one of them counts, and server-side apply refuses the list.',
    bad: 'env:\n  - name: MODE\n    value: a\n  - name: MODE\n    value: b',
    good: 'env:\n  - name: MODE\n    value: b',
  },
  'removed-api': {
    id: 'schema/removed-api',
    severity: 'error',
    summary: 'An API that a Kubernetes version of the check no longer serves.',
    reason: `${refused}.`,
    bad: 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget',
    good: 'apiVersion: policy/v1\nkind: PodDisruptionBudget',
  },
  'deprecated-api': {
    id: 'schema/deprecated-api',
    severity: 'warning',
    summary: 'An API that is deprecated in a Kubernetes version of the check.',
    reason: 'A later version removes it, and the chart then fails on upgraded clusters.',
    bad: 'apiVersion: v1\nkind: Endpoints',
    good: 'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice',
  },
  'api-not-yet-served': {
    id: 'schema/api-not-yet-served',
    severity: 'error',
    summary: 'An API that only newer Kubernetes versions than the oldest of the check serve.',
    reason: `${refused} on clusters of the older version.`,
    bad: 'apiVersion: resource.k8s.io/v1\nkind: ResourceClaim',
    good: '{{- if semverCompare ">=1.34-0" .Capabilities.KubeVersion.Version }}\napiVersion: resource.k8s.io/v1\nkind: ResourceClaim\n{{- end }}',
  },
  'no-such-kind': {
    id: 'schema/no-such-kind',
    severity: 'error',
    summary:
      "A kind that does not exist in one of Kubernetes' own APIs, or in an API of a known CRD.",
    reason: `${refused}.`,
    bad: 'apiVersion: apps/v1\nkind: Deploymnet',
    good: 'apiVersion: apps/v1\nkind: Deployment',
  },
  'unknown-kind': {
    id: 'schema/unknown-kind',
    severity: 'warning',
    summary: 'A kind of an API for which there is no schema, so that its fields were not checked.',
    reason: 'Mistakes in it show only in the cluster; give its CRD by the input crds.',
    bad: 'apiVersion: example.com/v1\nkind: Widget',
    good: '# with: crds: deploy/crds\napiVersion: example.com/v1\nkind: Widget',
  },
  'broken-crd': {
    id: 'schema/broken-crd',
    severity: 'error',
    summary: "A file in a chart's crds folder that cannot be read.",
    reason: 'Helm fails to install the chart.',
    bad: '# crds/widget.yaml\nkind: CustomResourceDefinition\n  spec: {}',
    good: '# crds/widget.yaml\nkind: CustomResourceDefinition\nspec: {}',
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** The name of a schema rule after `schema/`. */
export type SchemaRule = keyof typeof schemaRules;

/** The rules of the schema checks, as the docs list them. */
export const rules: readonly Rule[] = Object.values(schemaRules);
