import type { KubeObject } from '../../../shared/src/cluster/kube-object.ts';
import type { JsonObject } from '../../../shared/src/json/json.ts';
import { sampleImage } from './workloads.ts';

/** A port of the sample application that nothing listens on. */
export const closedPort = 9;

/** A pod of the sample application, behind the Service `app`, that greets with `message`. */
export function greeter(
  name: string,
  app: string,
  message: string,
  readyPort: number | string = 'http',
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app } },
    spec: {
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name: 'app',
          image: sampleImage('v1'),
          env: [{ name: 'PODINFO_UI_MESSAGE', value: message }],
          ports: [{ name: 'http', containerPort: 9898 }],
          readinessProbe: { tcpSocket: { port: readyPort }, periodSeconds: 1 },
        },
      ],
    },
  };
}

/** A Service of the pods with the label `app: <name>`, at port 80. */
export function service(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ name: 'web', port: 80, targetPort: 'http' }] },
  };
}

/** Lets `user` do what the rules say in the namespace. */
export function permission(user: string, ...rules: readonly JsonObject[]): readonly KubeObject[] {
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: user } };
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    { ...rbac, kind: 'Role', rules: rules.map((rule) => ({ apiGroups: [''], ...rule })) },
    {
      ...rbac,
      kind: 'RoleBinding',
      roleRef: { apiGroup, kind: 'Role', name: user },
      subjects: [{ apiGroup, kind: 'User', name: user }],
    },
  ];
}
