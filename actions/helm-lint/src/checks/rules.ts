import type { Rule } from '../rules.ts';

/** Chart.yaml has a field that Helm does not know. */
export const unknownField: Rule = {
  id: 'chart/unknown-field',
  severity: 'error',
  summary: 'Chart.yaml has a field that Helm does not know.',
  reason: 'Helm passes over it without a word, so that what it was to say is lost.',
  bad: 'apiVersion: v2\nname: shop\nversion: 1.4.0\nappVersions: "2.0"',
  good: 'apiVersion: v2\nname: shop\nversion: 1.4.0\nappVersion: "2.0"',
};

/** A field of Chart.yaml has a value that Helm does not take. */
export const wrongField: Rule = {
  id: 'chart/wrong-field',
  severity: 'error',
  summary: 'A field of Chart.yaml is missing, of the wrong type, or not allowed.',
  reason: 'helm lint and helm package refuse the chart, or a number such as 1.10 becomes 1.1.',
  bad: 'apiVersion: v2\nname: shop\nversion: 1.4.0\nappVersion: 1.10',
  good: 'apiVersion: v2\nname: shop\nversion: 1.4.0\nappVersion: "1.10"',
};

/** The chart's version is not SemVer in full. */
export const loosenedVersion: Rule = {
  id: 'chart/version-not-semver',
  severity: 'warning',
  summary: "The chart's version is not SemVer 2 in full.",
  reason: 'Registries and constraints of other charts take versions of three numbers only.',
  bad: 'apiVersion: v2\nname: shop\nversion: "1.4"',
  good: 'apiVersion: v2\nname: shop\nversion: 1.4.0',
};

/** A key stands twice in Chart.yaml. */
export const chartDuplicateKey: Rule = {
  id: 'chart/duplicate-key',
  severity: 'error',
  summary: 'A key stands twice in Chart.yaml.',
  reason: 'Helm takes the last one, and the other value is lost.',
  bad: 'name: shop\nversion: 1.4.0\nname: store',
  good: 'name: shop\nversion: 1.4.0',
};

/** A dependency cannot be had without network. */
export const dependencyMissing: Rule = {
  id: 'chart/dependency-missing',
  severity: 'error',
  summary: 'A dependency is not in the folder charts, and is no folder of the checkout.',
  reason: 'Helm renders nothing of a chart that lacks a dependency.',
  bad: 'dependencies:\n  - name: db\n    version: 1.x\n    repository: file://../database',
  good: 'dependencies:\n  - name: db\n    version: 1.x\n    repository: file://../db',
};

/** The dependency that is there has a version that Chart.yaml does not allow. */
export const dependencyVersion: Rule = {
  id: 'chart/dependency-version',
  severity: 'error',
  summary: 'A dependency that is there has a version that Chart.yaml does not allow.',
  reason: 'Helm passes over its alias, condition and tags then, and cannot build the dependencies.',
  bad: '# charts/db is 1.4.0\ndependencies:\n  - name: db\n    version: ^2.0.0',
  good: '# charts/db is 1.4.0\ndependencies:\n  - name: db\n    version: ^1.4.0',
};

/** A chart lies in `charts` that Chart.yaml does not name. */
export const dependencyUnlisted: Rule = {
  id: 'chart/dependency-unlisted',
  severity: 'error',
  summary: 'A chart lies in the folder charts that Chart.yaml does not name.',
  reason: 'It is rendered all the same, and the next helm dependency build deletes its archive.',
  bad: '# charts/db-1.4.0.tgz is there\ndependencies: []',
  good: 'dependencies:\n  - name: db\n    version: 1.4.0\n    repository: https://charts.example.com',
};

/** Chart.lock does not fit the dependencies. */
export const lockOutOfStep: Rule = {
  id: 'chart/lock-out-of-step',
  severity: 'error',
  summary: 'Chart.lock does not fit the dependencies of Chart.yaml or the charts that are there.',
  reason: 'helm dependency build refuses to fetch by it.',
  bad: '# Chart.lock has db 1.4.0\ndependencies:\n  - name: db\n    version: ^2.0.0',
  good: '# Chart.lock has db 2.0.1, by helm dependency update\ndependencies:\n  - name: db\n    version: ^2.0.0',
};

/** A key stands twice in a values file. */
export const valuesDuplicateKey: Rule = {
  id: 'values/duplicate-key',
  severity: 'error',
  summary: 'A key stands twice in a values file.',
  reason: 'Helm takes the last one, and all that stands below the other is lost.',
  bad: 'image:\n  tag: v1\nreplicas: 2\nimage:\n  pullPolicy: Always',
  good: 'image:\n  tag: v1\n  pullPolicy: Always\nreplicas: 2',
};

/** A whole number among the values is too large. */
export const largeNumber: Rule = {
  id: 'values/large-number',
  severity: 'error',
  summary: 'A whole number in a values file is above 2^53.',
  reason: 'Helm keeps numbers as floating point, so that templates print another one.',
  bad: 'accountId: 9007199254740993',
  good: 'accountId: "9007199254740993"',
};

/** values.schema.json is no JSON schema. */
export const invalidSchema: Rule = {
  id: 'values/invalid-schema',
  severity: 'error',
  summary: 'values.schema.json is not a JSON schema.',
  reason: 'Helm refuses the chart, whatever its values are.',
  bad: '{ "properties": { "replicas": { "type": "int" } } }',
  good: '{ "properties": { "replicas": { "type": "integer" } } }',
};

/** The values of a render do not meet values.schema.json. */
export const schemaMismatch: Rule = {
  id: 'values/schema-mismatch',
  severity: 'error',
  summary: 'The values of a render do not meet values.schema.json.',
  reason: 'Helm refuses to install or upgrade with them.',
  bad: '# values.schema.json wants an integer\nreplicas: "2"',
  good: '# values.schema.json wants an integer\nreplicas: 2',
};

/** A part of values.schema.json lies elsewhere. */
export const remoteSchema: Rule = {
  id: 'values/remote-schema',
  severity: 'notice',
  summary: 'values.schema.json refers to a schema on another host, which is not fetched.',
  reason: 'That part is not checked here, and Helm needs the network for each command.',
  bad: '{ "properties": { "image": { "$ref": "https://example.com/image.json" } } }',
  good: '{ "properties": { "image": { "$ref": "#/$defs/image" } }, "$defs": { "image": {} } }',
};

/** The rules of this folder. */
export const rules: readonly Rule[] = [
  unknownField,
  wrongField,
  loosenedVersion,
  chartDuplicateKey,
  dependencyMissing,
  dependencyVersion,
  dependencyUnlisted,
  lockOutOfStep,
  valuesDuplicateKey,
  largeNumber,
  invalidSchema,
  schemaMismatch,
  remoteSchema,
];
