/**
 * What a field of Chart.yaml holds. Helm makes text of numbers and booleans, which changes a version
 * such as 1.10: those must be quoted.
 */
export type FieldKind =
  'text' | 'quoted text' | 'texts' | 'boolean' | 'map of text' | 'list of maps' | 'any';

/** The fields of Chart.yaml (helm.sh/helm/v4/pkg/chart/v2/metadata.go) and of its parts. */
export const chartFields: Readonly<Record<string, FieldKind>> = {
  apiVersion: 'text',
  name: 'text',
  version: 'quoted text',
  kubeVersion: 'quoted text',
  description: 'text',
  type: 'text',
  keywords: 'texts',
  home: 'text',
  sources: 'texts',
  dependencies: 'list of maps',
  maintainers: 'list of maps',
  icon: 'text',
  appVersion: 'quoted text',
  deprecated: 'boolean',
  annotations: 'map of text',
  condition: 'text',
  tags: 'text',
};

/** The fields of an entry of `maintainers`. */
export const maintainerFields: Readonly<Record<string, FieldKind>> = {
  name: 'text',
  email: 'text',
  url: 'text',
};

/** The fields of an entry of `dependencies` (dependency.go). */
export const dependencyFields: Readonly<Record<string, FieldKind>> = {
  name: 'text',
  version: 'text',
  repository: 'text',
  condition: 'text',
  tags: 'texts',
  enabled: 'boolean',
  'import-values': 'any',
  alias: 'text',
};
