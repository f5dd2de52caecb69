import { describe, expect, it } from '@jest/globals';
import { renderShop, workspaceWith } from './support/rendered-chart.ts';

const container = ['spec', 'template', 'spec', 'containers', 0] as const;

const shop = {
  'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: 2.1.0\n',
  'shop/values.yaml': `replicas: 2
image:
  repository: nginx
  # which version
  tag: latest
resources:
  limits:
    cpu: 1
    memory: 512MB
podLabels:
  team: web
env:
  - name: A
    value: one
  - name: B
    value: two
ports:
  http: 8080
  metrics: 9090
message: |
  two
  lines
`,
  'shop/ci/prod-values.yaml': 'image:\n  tag: "1.2"\n\nreplicas: many\n',
  'shop/templates/_helpers.tpl': `{{/* The name. */}}
{{- define "shop.fullname" -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "shop.labels" -}}
{{ include "shop.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ .Chart.Name }}
{{- end }}

{{- define "shop.selectorLabels" }}
app.kubernetes.io/name: {{ include "shop.fullname" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
`,
  'shop/templates/web.yaml': `{{- $name := include "shop.fullname" . -}}
# {{ $name }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      {{- include "shop.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "shop.selectorLabels" . | nindent 8 }}
        {{- with .Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        checksum/config: {{ include (print $.Template.BasePath "/config.yaml") . | sha256sum }}
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          {{- if .Values.env }}
          env:
            {{- range .Values.env }}
            - name: {{ .name }}
              value: {{ .value | quote }}
            {{- end }}
          {{- end }}
          ports:
            {{- range $name, $port := .Values.ports }}
            - name: {{ $name }}
              containerPort: {{ $port }}
            {{- end }}
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          imagePullPolicy: Sometimes
`,
  'shop/templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: first
data:
  message: |-
    {{- .Values.message | nindent 4 }}
    tail
  quoted: "a {{ .Chart.Name }} b"
---
# a comment only
---
apiVersion: v1
kind: ConfigMap
metadata: {name: second}
data:
  a: b
`,
};

describe('openLocator', () => {
  it.each([
    [['metadata', 'name'], 'value', 'shop/templates/web.yaml:6'],
    [
      ['metadata', 'labels', 'helm.sh/chart'],
      'value',
      'shop/templates/_helpers.tpl:9 (included at shop/templates/web.yaml:8)',
    ],
    [
      ['metadata', 'labels', 'app.kubernetes.io/instance'],
      'key',
      'shop/templates/_helpers.tpl:14 (included at shop/templates/web.yaml:8)',
    ],
    [
      ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/name'],
      'key',
      'shop/templates/_helpers.tpl:13 (included at shop/templates/web.yaml:13)',
    ],
    [['spec', 'replicas'], 'value', 'shop/values.yaml:1 (printed at shop/templates/web.yaml:10)'],
    [['spec', 'replicas'], 'key', 'shop/templates/web.yaml:10'],
    [
      ['spec', 'template', 'metadata', 'labels', 'team'],
      'value',
      'shop/values.yaml:11 (printed at shop/templates/web.yaml:19)',
    ],
    [
      ['spec', 'template', 'metadata', 'annotations', 'checksum/config'],
      'value',
      'shop/templates/web.yaml:22',
    ],
    [
      [...container, 'image'],
      'value',
      'shop/values.yaml:5 (printed at shop/templates/web.yaml:26)',
    ],
    [
      [...container, 'env', 1, 'value'],
      'value',
      'shop/values.yaml:16 (printed at shop/templates/web.yaml:31)',
    ],
    [
      [...container, 'env', 0, 'name'],
      'value',
      'shop/values.yaml:13 (printed at shop/templates/web.yaml:30)',
    ],
    [
      [...container, 'ports', 1, 'containerPort'],
      'value',
      'shop/values.yaml:19 (printed at shop/templates/web.yaml:37)',
    ],
    [
      [...container, 'resources', 'limits', 'memory'],
      'value',
      'shop/values.yaml:9 (printed at shop/templates/web.yaml:41)',
    ],
    [
      [...container, 'resources', 'limits'],
      'key',
      'shop/values.yaml:7 (printed at shop/templates/web.yaml:41)',
    ],
    [
      [...container, 'resources', 'requests'],
      'missing',
      'shop/values.yaml:6 (printed at shop/templates/web.yaml:41)',
    ],
    [[...container, 'imagePullPolicy'], 'value', 'shop/templates/web.yaml:43'],
    [[...container, 'livenessProbe'], 'missing', 'shop/templates/web.yaml:25'],
    [
      ['spec', 'template', 'spec', 'securityContext', 'runAsNonRoot'],
      'missing',
      'shop/templates/web.yaml:23',
    ],
    [['spec', 'strategy'], 'missing', 'shop/templates/web.yaml:9'],
  ] as const)('finds %j (%s) of the Deployment at %s', async (path, about, where) => {
    const rendered = await shopRendered();
    expect(rendered.where('Deployment/release-shop', { path, about })).toBe(where);
  });
});

let rendering: ReturnType<typeof renderShop> | undefined;

function shopRendered(): ReturnType<typeof renderShop> {
  rendering ??= renderShop(workspaceWith(shop));
  return rendering;
}
