import type { Rule } from '../rules.ts';

/** A template that Helm cannot read. */
export const parseError: Rule = {
  id: 'template/parse-error',
  severity: 'error',
  summary: 'A template is not written as Go templates are.',
  reason: 'Helm renders nothing of the chart, and stops at the first such template.',
  bad: 'replicas: {{ if .Values.scaled }}2',
  good: 'replicas: {{ if .Values.scaled }}2{{ else }}1{{ end }}',
};

/** A line of a template that fails while it is rendered. */
export const executionError: Rule = {
  id: 'template/execution-error',
  severity: 'error',
  summary: 'A line of a template fails with these values.',
  reason: 'Helm renders nothing of the chart with them.',
  bad: 'tag: {{ .Values.image.tag.name }}',
  good: 'tag: {{ .Values.image.tag }}',
};

/** `include` or `template` of a name that no file defines. */
export const unknownInclude: Rule = {
  id: 'template/unknown-include',
  severity: 'error',
  summary: 'A template includes one that no file defines.',
  reason: 'Helm renders nothing of the chart.',
  bad: '{{ include "shop.lables" . }}',
  good: '{{ include "shop.labels" . }}',
};

/** A value that `required` asks for and that is not given. */
export const requiredValue: Rule = {
  id: 'template/required',
  severity: 'error',
  summary:
    'A value that the chart requires is not given; a notice where another render of the chart gives it.',
  reason: 'Helm renders nothing of the chart without it.',
  bad: 'host: {{ required "give host" .Values.host }} # and no host in values.yaml',
  good: 'host: {{ required "give host" .Values.host }} # and a file ci/test-values.yaml that has it',
};

/** `fail` was reached. */
export const failed: Rule = {
  id: 'template/fail',
  severity: 'error',
  summary:
    'The chart refuses these values by fail; a notice where these are its defaults and another render works.',
  reason: 'Helm renders nothing of the chart with them.',
  bad: '{{ if not .Values.host }}{{ fail "give host" }}{{ end }} # and no host in values.yaml',
  good: '{{ if not .Values.host }}{{ fail "give host" }}{{ end }} # and a file ci/test-values.yaml that has it',
};

/** What a template gives is no YAML. */
export const invalidYaml: Rule = {
  id: 'template/invalid-yaml',
  severity: 'error',
  summary: 'What a template gives is not valid YAML.',
  reason: 'Helm installs nothing of the chart.',
  bad: 'metadata:\n  labels:\n   {{- toYaml .Values.labels | nindent 3 }}\n    tier: web',
  good: 'metadata:\n  labels:\n    {{- toYaml .Values.labels | nindent 4 }}\n    tier: web',
};

/** What a template gives is YAML, but not an object of Kubernetes. */
export const notAnObject: Rule = {
  id: 'template/not-an-object',
  severity: 'error',
  summary: 'What a template gives is a list or plain text, not an object of Kubernetes.',
  reason: 'Helm installs nothing of the chart.',
  bad: '- name: web\n- name: db',
  good: 'apiVersion: v1\nkind: List\nitems: []',
};

/** A hook that Helm does not know. */
export const unknownHook: Rule = {
  id: 'template/unknown-hook',
  severity: 'error',
  summary: 'The annotation helm.sh/hook has a hook that Helm does not know.',
  reason: 'Helm leaves the object out of every installation and says nothing.',
  bad: 'annotations:\n  helm.sh/hook: pre-instal',
  good: 'annotations:\n  helm.sh/hook: pre-install',
};

/** A key of a rendered map that stands in it already. */
export const duplicateKey: Rule = {
  id: 'template/duplicate-key',
  severity: 'error',
  summary: 'A key stands twice in one map of a rendered object.',
  reason: 'One of the two values is lost without a word.',
  bad: 'labels:\n  app: web\n  app: shop',
  good: 'labels:\n  app: web\n  part-of: shop',
};

/** Two objects of one kind and name. */
export const duplicateObject: Rule = {
  id: 'template/duplicate-object',
  severity: 'error',
  summary: 'Two objects of a chart have the same kind, namespace and name.',
  reason: 'Only one of them is in the cluster after an installation, or Helm refuses both.',
  bad: 'kind: Service\nmetadata:\n  name: web\n---\nkind: Service\nmetadata:\n  name: web',
  good: 'kind: Service\nmetadata:\n  name: web\n---\nkind: Service\nmetadata:\n  name: web-admin',
};

/** A message of `helm lint` that no other rule has better. */
export const helmLint: Rule = {
  id: 'helm/lint',
  severity: 'error',
  summary: "A message of helm lint's own, as severe as Helm has it.",
  reason: 'It is what helm lint would say.',
  bad: 'templates/web.json',
  good: 'templates/web.yaml',
};

/** Helm refuses a chart or its values for a reason that no other rule knows. */
export const helmFailed: Rule = {
  id: 'helm/failed',
  severity: 'error',
  summary: 'Helm cannot render the chart, for a reason that no other rule is for.',
  reason: 'Nothing of the chart can be installed or checked.',
  bad: 'cache: none # in values.yaml, where cache is a chart in the folder charts',
  good: 'cache:\n  enabled: false',
};

/** Kubernetes versions that the chart's kubeVersion leaves out. */
export const kubeVersionExcluded: Rule = {
  id: 'helm/kube-version',
  severity: 'notice',
  summary: "The chart's kubeVersion excludes Kubernetes versions, for which it is not checked.",
  reason: 'The chart cannot be installed on them; a warning where it excludes all of them.',
  bad: 'kubeVersion: "<1.30.0"',
  good: 'kubeVersion: ">=1.30.0-0"',
};

/** The rules of what Helm says and of what it renders. */
export const rules: readonly Rule[] = [
  parseError,
  executionError,
  unknownInclude,
  requiredValue,
  failed,
  invalidYaml,
  notAnObject,
  unknownHook,
  duplicateKey,
  duplicateObject,
  helmLint,
  helmFailed,
  kubeVersionExcluded,
];
