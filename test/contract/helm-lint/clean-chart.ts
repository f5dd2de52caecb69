/** The files of a chart without mistakes, by path below its folder; `name` is the chart's. */
export function cleanChart(name: string): Record<string, string> {
  return {
    'Chart.yaml': `apiVersion: v2
name: ${name}
description: A shop of a test
icon: https://shop.example/icon.svg
version: 1.2.0
appVersion: "1.4.2"
`,
    'values.yaml': values,
    'values.schema.json': JSON.stringify(schema, undefined, 2),
    'ci/scaled-values.yaml': 'autoscaling: true\n',
    'templates/_helpers.tpl': helpers,
    'templates/deployment.yaml': deployment,
    'templates/service.yaml': service,
    'templates/around.yaml': around,
    'templates/jobs.yaml': jobs,
    'templates/database.yaml': database,
  };
}

const values = `replicas: 2
autoscaling: false
image:
  repository: registry.example/shop/web
  tag: 1.4.2
port: 8080
resources:
  requests:
    cpu: 100m
    memory: 64Mi
  limits:
    memory: 128Mi
environment:
  LOG_LEVEL: info
  REGION: north
`;

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: {
    replicas: { type: 'integer', minimum: 1 },
    port: { type: 'integer' },
  },
};

const helpers = `{{- define "shop.name" -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "shop.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "shop.labels" -}}
{{ include "shop.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "shop.guard" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
{{- end }}
`;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.name" . }}
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  {{- if not .Values.autoscaling }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  selector:
    matchLabels:
      {{- include "shop.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "shop.labels" . | nindent 8 }}
    spec:
      {{- include "shop.guard" . | nindent 6 }}
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          ports:
            - name: http
              containerPort: {{ .Values.port }}
          {{- with .Values.environment }}
          env:
            {{- range $key, $value := . }}
            - name: {{ $key }}
              value: {{ $value | quote }}
            {{- end }}
          {{- end }}
          readinessProbe:
            httpGet: { path: /ready, port: http }
          livenessProbe:
            httpGet: { path: /alive, port: http }
          startupProbe:
            httpGet: { path: /alive, port: http }
            failureThreshold: 30
          lifecycle:
            preStop:
              sleep:
                seconds: 5
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
`;

const service = `apiVersion: v1
kind: Service
metadata:
  name: {{ include "shop.name" . }}
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "shop.selector" . | nindent 4 }}
  ports:
    - name: http
      port: 80
      targetPort: http
`;

const around = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "shop.name" . }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "shop.selector" . | nindent 6 }}
---
{{- if .Values.autoscaling }}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "shop.name" . }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "shop.name" . }}
  minReplicas: 2
  maxReplicas: 5
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: 70 }
---
{{- end }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "shop.name" . }}
data:
  start.sh: |
    # a script: with {{ .Values.port }}
    listen --port {{ .Values.port }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ include "shop.name" . }}
spec:
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: {{ include "shop.name" . }}
                port: { name: http }
`;

const jobs = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ include "shop.name" . }}-clean
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        metadata:
          labels:
            app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
        spec:
          {{- include "shop.guard" . | nindent 10 }}
          restartPolicy: Never
          containers:
            - name: clean
              image: registry.example/shop/clean:1.0.0
              resources:
                {{- toYaml .Values.resources | nindent 16 }}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "shop.name" . }}-migrate
  annotations:
    helm.sh/hook: pre-upgrade
spec:
  template:
    spec:
      {{- include "shop.guard" . | nindent 6 }}
      restartPolicy: Never
      containers:
        - name: migrate
          image: registry.example/shop/migrate:1.0.0
`;

const database = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ include "shop.name" . }}-database
  labels:
    app.kubernetes.io/version: "16.3"
spec:
  serviceName: {{ include "shop.name" . }}-database
  replicas: 1
  selector:
    matchLabels:
      app: database
  template:
    metadata:
      labels:
        app: database
        app.kubernetes.io/version: "16.3"
    spec:
      {{- include "shop.guard" . | nindent 6 }}
      containers:
        - name: database
          image: registry.example/database:16.3
          ports:
            - name: sql
              containerPort: 5432
          readinessProbe:
            tcpSocket: { port: sql }
          livenessProbe:
            tcpSocket: { port: sql }
            initialDelaySeconds: 60
          lifecycle:
            preStop:
              sleep: { seconds: 2 }
          resources:
            requests: { cpu: 100m, memory: 256Mi }
            limits: { memory: 256Mi }
          volumeMounts:
            - name: data
              mountPath: /data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 1Gi
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "shop.name" . }}-database
spec:
  clusterIP: None
  selector:
    app: database
  ports:
    - name: sql
      port: 5432
      targetPort: sql
`;
