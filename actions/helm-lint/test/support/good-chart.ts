import type { Files } from './lint-bench.ts';

/** The lines of `templates/web.yaml` in a good chart, for tests that change one of them. */
export const goodTemplate = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Chart.Name }}
  labels:
    app.kubernetes.io/name: {{ .Chart.Name }}
    app.kubernetes.io/version: {{ .Values.tag | quote }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .Chart.Name }}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {{ .Chart.Name }}
        app.kubernetes.io/version: {{ .Values.tag | quote }}
    spec:
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
      containers:
        - name: app
          image: {{ .Values.image }}:{{ .Values.tag }}
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet: { path: /readyz, port: http }
          livenessProbe:
            httpGet: { path: /livez, port: http }
          lifecycle:
            preStop:
              sleep: { seconds: 5 }
          resources:
            requests: { cpu: 100m, memory: 64Mi }
            limits: { memory: 128Mi }
`;

/** A chart in which nothing is to be found, in `charts/<name>`, with some of its files replaced. */
export function goodChart(name: string, replaced: Files = {}): Files {
  const files: Files = {
    'Chart.yaml': `apiVersion: v2
name: ${name}
description: A chart for tests.
icon: https://charts.example/icon.svg
version: 1.0.0
`,
    'values.yaml': `replicas: 2
image: registry.example/shop/${name}
tag: 1.4.2
`,
    'templates/web.yaml': goodTemplate,
    ...replaced,
  };
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [`charts/${name}/${file}`, text]),
  );
}
