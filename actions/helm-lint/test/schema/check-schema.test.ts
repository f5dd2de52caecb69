import { expect, test } from '@jest/globals';
import type { Render } from '../../src/rendered-object.ts';
import { checkSchema } from '../../src/schema/check-schema.ts';
import { container, podHead } from './manifests.ts';
import { brief, check, rendered, shippedCatalog } from './support.ts';

const clean = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: { app.kubernetes.io/name: web, helm.sh/chart: web-1.0.0 }
  annotations:
spec:
  replicas: 3
  strategy: { rollingUpdate: { maxSurge: 25%, maxUnavailable: 0 } }
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      creationTimestamp: null
      labels: { app: web }
    spec:
      nodeSelector: {}
      volumes:
        - name: config
          configMap: { name: web, defaultMode: 0644 }
      containers:
        - name: web
          image: example.com/web:1.0.0
          imagePullPolicy: ""
          env:
            - name: MODE
              value: "1"
            - name: NODE
              valueFrom: { fieldRef: { fieldPath: spec.nodeName } }
          ports: [{ name: http, containerPort: 8080 }, { containerPort: 8080, protocol: UDP }]
          livenessProbe: { httpGet: { path: /, port: http } }
          readinessProbe: { httpGet: { path: /, port: 8080 } }
          resources: { requests: { cpu: 0.5, memory: 128Mi }, limits: { cpu: "1", memory: 1.5G } }
          volumeMounts: [{ name: config, mountPath: /etc/web }]
status: {}
---
apiVersion: v1
kind: Secret
metadata: { generateName: web- }
type: Opaque
data: { user: YWRtaW4=, password: "" }
stringData: { token: text }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: "system:web:reader" }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
`;

test('objects as the server takes them have no problem', async () => {
  expect((await check(clean)).map(({ message }) => message)).toEqual([]);
});

test.each([
  ['schema/unknown-field', `${container}  replica: 3`, 'error', 'key'],
  ['schema/wrong-type', `${container}  replicas: "3"`, 'error', 'value'],
  ['schema/missing-field', `${podHead}      containers:`, 'error', 'missing'],
  [
    'schema/duplicate-entry',
    `${container}          env: [{ name: A }, { name: A }]`,
    'warning',
    'value',
  ],
])('%s says how bad it is and what it is about', async (rule, yaml, severity, about) => {
  expect(await check(yaml)).toMatchObject([{ rule, severity, about }]);
});

test('a long text is cut in the message', async () => {
  const [problem] = await check(`${container}  replicas: "${'x'.repeat(500)}"`);
  expect(problem?.message).toBe(`must be a whole number, but is the text "${'x'.repeat(60)}…"`);
});

test('what is required in the status is not asked of a chart', async () => {
  const yaml = `${container}status: { conditions: [{ type: Available }] }`;
  expect(await check(yaml)).toEqual([]);
});

test('a field of newer versions is wrong in the older ones only', async () => {
  const yaml = `${container}          env: [{ name: A, valueFrom: { fileKeyRef: { volumeName: a, path: b, key: c } } }]`;
  const problems = await check(yaml);
  expect(problems).toMatchObject([
    {
      rule: 'schema/unknown-field',
      message: 'there is no field fileKeyRef (in Kubernetes 1.33)',
      hint: 'render it only where `semverCompare ">=1.34-0" .Capabilities.KubeVersion.Version`, or set kubeVersion: ">=1.34-0" in Chart.yaml',
    },
  ]);
  expect(await check(yaml, { versions: ['1.34', '1.37'] })).toEqual([]);
  expect(await check(yaml, { versions: ['1.33'] })).toHaveLength(1);
});

test('a field that only old documents call required may be missing', async () => {
  const yaml = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec: { ingress: [] }
`;
  expect(await check(yaml)).toEqual([]);
});

test('a value of newer versions is wrong in the older ones only', async () => {
  const yaml = `${container}      tolerations: [{ key: a, operator: Gt, value: "1" }]`;
  const [problem, ...others] = await check(yaml);
  expect(others).toEqual([]);
  expect(problem?.message).toBe(
    'the text "Gt" is not allowed here; allowed are Equal, Exists (in Kubernetes 1.33 and 1.34)',
  );
});

test('a problem of some versions names them, one of all does not', async () => {
  const yaml = 'apiVersion: v1\nkind: Service\nmetadata: { name: 0web }\nspec: { ports: [] }';
  const [problem, ...others] = await check(yaml);
  expect(others).toEqual([]);
  expect(problem?.message).toMatch(/begins with a letter \(in Kubernetes 1\.33 to 1\.35\)$/);
  const [old] = await check(yaml, { versions: ['1.33', '1.34'] });
  expect(old?.message).toMatch(/begins with a letter$/);
});

test('a chart that is rendered once per version has a problem of several renders once', async () => {
  const catalog = await shippedCatalog();
  const render = (version: string, replicas: string): Render => ({
    name: 'defaults',
    kubernetesVersions: [version],
    objects: rendered(`${container}  replicas: ${replicas}`),
  });
  const renders = [render('1.35', '1'), render('1.36', '"3"'), render('1.37', '"3"')];
  const problems = await checkSchema(renders, catalog, [], 'warn');
  expect(problems.map(({ message }) => message)).toEqual([
    'must be a whole number, but is the text "3" (in Kubernetes 1.36 and 1.37)',
  ]);
  expect(problems[0]?.subject).toBe(renders[2]?.objects[0]);
});

test('the same problem in renders of several names stays with each', async () => {
  const catalog = await shippedCatalog();
  const objects = rendered(`${container}  replicas: "3"`);
  const renders = ['defaults', 'ci/prod-values.yaml'].map((name) => ({
    name,
    kubernetesVersions: catalog.versions,
    objects,
  }));
  expect((await checkSchema(renders, catalog, [], 'warn')).map(brief)).toEqual([
    'schema/wrong-type spec.replicas',
    'schema/wrong-type spec.replicas',
  ]);
});

test('an object that renders share is checked for each', async () => {
  const catalog = await shippedCatalog();
  const [subject] = rendered(`${container}  replicas: "3"`);
  if (subject === undefined) throw new Error('there is no object');
  const renders = ['defaults', 'ci/prod-values.yaml'].map((name) => ({
    name,
    kubernetesVersions: catalog.versions,
    objects: [{ ...subject, document: name.length }],
  }));
  const problems = await checkSchema(renders, catalog, [], 'warn');
  expect(problems.map((problem) => problem.subject.document)).toEqual(
    renders.map(({ name }) => name.length),
  );
});
