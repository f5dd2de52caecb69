import { beforeAll, expect, test } from '@jest/globals';
import type { Finding } from '../../src/finding.ts';
import { LintBench } from '../support/lint-bench.ts';
import type { Files } from '../support/lint-bench.ts';
import { cleanChart } from './support/clean-chart.ts';

/** One mistake: what of a file becomes what, and where it is then found. */
interface Mistake {
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What stands in the line of the finding, and in no other of its file. */
  readonly line: string;
  /** Where that is another file. */
  readonly foundIn?: string;
  /** Another rule that the mistake breaks. */
  readonly also?: string;
}

const deployment = 'templates/deployment.yaml';
const service = 'templates/service.yaml';
const budget = 'templates/budget.yaml';
const autoscaler = 'templates/autoscaler.yaml';
const helpers = 'templates/_helpers.tpl';
const values = 'values.yaml';

const labels = '        {{- include "web.labels" . | nindent 8 }}\n';
const readiness = '          readinessProbe:\n            httpGet: { path: /ready, port: http }\n';
const liveness = '          livenessProbe:\n            httpGet: { path: /live, port: http }\n';
const preStop = '          lifecycle:\n            preStop:\n              sleep: { seconds: 5 }\n';
const requests = '            requests:\n              cpu: 100m\n              memory: 64Mi\n';
const limits = '            limits:\n              memory: 64Mi\n';
const nonRoot = '      securityContext:\n        runAsNonRoot: true\n';
const rolling = '      maxUnavailable: 0\n';
const container = '- name: web';

const mistakes: readonly Mistake[] = [
  {
    rule: 'image-latest',
    file: values,
    from: 'tag: 1.4.2',
    to: 'tag: latest',
    line: 'tag: latest',
  },
  {
    rule: 'image-latest',
    file: deployment,
    from: ':{{ .Values.image.tag }}"',
    to: ':latest"',
    line: 'image:',
  },
  {
    rule: 'image-latest',
    file: deployment,
    from: '{{ .Values.image.repository }}:{{ .Values.image.tag }}',
    to: 'registry.example/{{ .Values.image.tag }}',
    line: 'image:',
  },
  {
    rule: 'image-latest',
    file: deployment,
    from: ':{{ .Values.image.tag }}"',
    to: '"',
    line: 'repository:',
    foundIn: values,
  },
  {
    rule: 'image-invalid',
    file: values,
    from: 'shop/web',
    to: 'Shop/web',
    line: 'repository:',
  },
  { rule: 'readiness-probe', file: deployment, from: readiness, to: '', line: container },
  { rule: 'liveness-probe', file: deployment, from: liveness, to: '', line: container },
  {
    rule: 'startup-probe',
    file: deployment,
    from: liveness,
    to: `${liveness}            periodSeconds: 1\n`,
    line: container,
  },
  { rule: 'resource-requests', file: deployment, from: requests, to: '', line: 'resources:' },
  {
    rule: 'resource-requests',
    file: deployment,
    from: '              cpu: 100m\n',
    to: '',
    line: 'requests:',
  },
  { rule: 'resource-limits', file: deployment, from: limits, to: '', line: 'resources:' },
  { rule: 'run-as-non-root', file: deployment, from: nonRoot, to: '', line: '    spec:' },
  {
    rule: 'run-as-non-root',
    file: deployment,
    from: 'runAsNonRoot: true',
    to: 'runAsNonRoot: false',
    line: 'runAsNonRoot: false',
  },
  {
    rule: 'run-as-non-root',
    file: deployment,
    from: preStop,
    to: `${preStop}          securityContext:\n            runAsUser: 0\n`,
    line: 'runAsUser: 0',
  },
  {
    rule: 'privileged',
    file: deployment,
    from: preStop,
    to: `${preStop}          securityContext:\n            privileged: true\n`,
    line: 'privileged: true',
  },
  {
    rule: 'host-namespaces',
    file: deployment,
    from: '      containers:\n',
    to: '      hostPID: true\n      containers:\n',
    line: 'hostPID: true',
  },
  {
    rule: 'version-label',
    file: deployment,
    from: labels,
    to: labels.replace('web.labels', 'web.selectorLabels'),
    line: '      labels:',
  },
  { rule: 'pre-stop', file: deployment, from: preStop, to: '', line: container },
  {
    rule: 'max-unavailable',
    file: deployment,
    from: rolling,
    to: '      maxUnavailable: 2\n',
    line: 'maxUnavailable: 2',
  },
  {
    rule: 'pdb-replicas',
    file: values,
    from: 'minAvailable: 1',
    to: 'minAvailable: 2',
    line: 'minAvailable: 2',
  },
  {
    rule: 'pdb-replicas',
    file: budget,
    from: '{{ .Values.minAvailable }}',
    to: '100%',
    line: 'minAvailable: 100%',
  },
  {
    rule: 'pdb-selects-none',
    file: budget,
    from: '{{- include "web.selectorLabels" . | nindent 6 }}',
    to: 'app: web',
    line: '  selector:',
  },
  {
    rule: 'hpa-replicas',
    file: deployment,
    from: 'spec:\n  strategy:',
    to: 'spec:\n  replicas: 0\n  strategy:',
    line: 'replicas: 0',
  },
  {
    rule: 'hpa-target',
    file: autoscaler,
    from: '    name: {{ .Chart.Name }}',
    to: '    name: wbe',
    line: 'name: wbe',
    also: 'pdb-replicas',
  },
  {
    rule: 'selector-mismatch',
    file: deployment,
    from: '{{- include "web.selectorLabels" . | nindent 6 }}',
    to: 'app.kubernetes.io/name: shop',
    line: 'app.kubernetes.io/name',
    foundIn: helpers,
  },
  {
    rule: 'selector-mismatch',
    file: deployment,
    from: '    matchLabels:\n',
    to: '    matchLabels:\n      tier: front\n',
    line: '      labels:',
  },
  {
    rule: 'selector-immutable',
    file: helpers,
    from: 'instance: {{ .Release.Name }}\n',
    to: 'instance: {{ .Release.Name }}\nhelm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}\n',
    line: 'helm.sh/chart',
  },
  {
    rule: 'service-selects-none',
    file: service,
    from: '{{- include "web.selectorLabels" . | nindent 4 }}',
    to: 'app.kubernetes.io/name: wbe',
    line: 'wbe',
  },
  {
    rule: 'service-target-port',
    file: service,
    from: 'targetPort: http',
    to: 'targetPort: htpp',
    line: 'htpp',
  },
  {
    rule: 'secret-in-values',
    file: values,
    from: 'existingSecret: shop-database',
    to: 'password: q7Rk2vXz9LmT4w',
    line: 'password',
  },
];

/** The files of the mistake's chart. */
function filesOf({ file, from, to }: Mistake): Files {
  const before = cleanChart[file] ?? '';
  if (before.split(from).length !== 2) throw new Error(`${file} has not one ${from}`);
  return { ...cleanChart, [file]: before.replace(from, to) };
}

/** As charts side by side, so that Helm's start is paid for once; each has an image of its own. */
function asCharts(charts: readonly Files[]): Files {
  return Object.fromEntries(
    charts.flatMap((files, index) =>
      Object.entries(files).map(([file, text]) => [
        `${index}/${file}`,
        text.replaceAll('hop/web', `hop/web-${index}`),
      ]),
    ),
  );
}

let findings: readonly Finding[];

beforeAll(async () => {
  const bench = await LintBench.open();
  bench.write(asCharts([...mistakes.map(filesOf), cleanChart]));
  ({ findings } = await bench.lint());
  bench.close();
});

const numbered = mistakes.map((mistake, index) => ({ ...mistake, index }));

test.each(numbered)('$rule at $line, chart $index', ({ index, ...mistake }) => {
  const { also, file, foundIn = file, line, rule } = mistake;
  const lines = (filesOf(mistake)[foundIn] ?? '').split('\n');
  const place = `${index}/${foundIn}:${lines.findIndex((text) => text.includes(line)) + 1}`;
  const own = findings.filter(
    (each) => each.chart === String(index) && each.rule !== `policy/${also ?? ''}`,
  );
  expect(own.map((each) => `${each.rule} ${each.file}:${each.line}`)).toEqual([
    `policy/${rule} ${place}`,
  ]);
});

test('a chart without a mistake has no finding', () => {
  expect(findings.filter(({ chart }) => chart === String(mistakes.length))).toEqual([]);
});
