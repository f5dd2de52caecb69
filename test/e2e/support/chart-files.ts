import type { JsonObject } from '../../../shared/src/json/json.ts';
import { sampleImage } from './manifest-folder.ts';

/** How a chart of a test differs from the plain one. */
export interface TestChart {
  readonly version?: string;
  /** Further files of the chart, by path below its folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** What of the pods' spec brings them to a certain node. */
  readonly placement?: JsonObject;
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: {{ .Release.Name }} } }
  template:
    metadata: { labels: { app: {{ .Release.Name }} } }
    spec:
      enableServiceLinks: false
      terminationGracePeriodSeconds: 1
      containers:
        - name: podinfo
          image: {{ .Values.image }}
          env: [{ name: PODINFO_UI_MESSAGE, value: {{ .Values.message | quote }} }]
          ports: [{ name: http, containerPort: 9898 }]
          readinessProbe: { httpGet: { path: /readyz, port: http }, periodSeconds: 1 }
          lifecycle: { preStop: { sleep: { seconds: 1 } } }
`;

const podSpec = '    spec:\n';

const others = `apiVersion: v1
kind: Service
metadata: { name: {{ .Release.Name }} }
spec:
  selector: { app: {{ .Release.Name }} }
  ports: [{ name: http, port: 80, targetPort: http }]
---
apiVersion: v1
kind: Secret
metadata: { name: {{ .Release.Name }}-login }
stringData: { password: {{ .Values.password | quote }} }
`;

const values = `replicas: 1
image: ${sampleImage('v1')}
message: hello
password: not-set
`;

/** The files of a chart "shop" of the sample application, by path below the folder of the chart. */
export function chartFiles({
  version = '1.0.0',
  files = {},
  placement = {},
}: TestChart = {}): Record<string, string> {
  const placed = Object.entries(placement)
    .map(([field, value]) => `      ${field}: ${JSON.stringify(value)}\n`)
    .join('');
  return {
    'Chart.yaml': `apiVersion: v2\nname: shop\nversion: ${version}\nappVersion: "1"\n`,
    'values.yaml': values,
    'templates/deployment.yaml': deployment.replace(podSpec, `${podSpec}${placed}`),
    'templates/others.yaml': others,
    'templates/NOTES.txt': 'Look at {{ .Release.Name }}.\n',
    ...files,
  };
}

/** A Job that runs before or after an installation and an upgrade. */
export function hookJob(
  name: string,
  hook: {
    readonly event: 'pre' | 'post';
    /** What the shell-less image of the sample application is run with. */
    readonly command: readonly string[];
    readonly image?: string;
    readonly deletePolicy?: string;
  },
): string {
  const policy = hook.deletePolicy ?? 'before-hook-creation';
  return `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-${name}
  annotations:
    helm.sh/hook: ${hook.event}-install,${hook.event}-upgrade
    helm.sh/hook-delete-policy: ${policy}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 1
      containers:
        - name: ${name}
          image: ${hook.image ?? '{{ .Values.image }}'}
          command: ${JSON.stringify(hook.command)}
`;
}
