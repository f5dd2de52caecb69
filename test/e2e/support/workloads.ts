import type { KubeObject } from '../../../shared/src/cluster/kube-object.ts';
import type { JsonObject } from '../../../shared/src/json/json.ts';
import { testCluster } from './test-cluster.ts';

/** The sample application's image of a tag, in the test cluster's registry. */
export function sampleImage(tag: string): string {
  return `${testCluster().registry}/podinfo:${tag}`;
}

/** Fields of a container that prints a line and ends with an exit code. */
export function ending(line: string, exitCode: number): JsonObject {
  return { command: ['/bin/busybox', 'sh', '-c', `echo ${line}; exit ${exitCode}`] };
}

/** A pod template of one container `app`, the sample application unless `container` says otherwise. */
function template(name: string, container: JsonObject, pod: JsonObject): JsonObject {
  return {
    metadata: { labels: { app: name } },
    spec: {
      dnsPolicy: 'Default',
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 1,
      containers: [{ name: 'app', image: sampleImage('v1'), ...container }],
      ...pod,
    },
  };
}

const readinessProbe: JsonObject = {
  httpGet: { path: '/readyz', port: 9898 },
  periodSeconds: 1,
};

/** A Deployment of one pod; `container` and `pod` change its template. */
export function deployment(
  name: string,
  container: JsonObject = {},
  pod: JsonObject = {},
): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: template(name, { readinessProbe, ...container }, pod),
    },
  };
}

/** A StatefulSet of one pod. */
export function statefulSet(name: string, container: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: {
      replicas: 1,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: template(name, { readinessProbe, ...container }, {}),
    },
  };
}

/** A DaemonSet, of one pod a node. */
export function daemonSet(name: string, container: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name },
    spec: {
      selector: { matchLabels: { app: name } },
      template: template(name, { readinessProbe, ...container }, {}),
    },
  };
}

/** A Job that is tried once. */
export function job(name: string, container: JsonObject): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { backoffLimit: 0, template: template(name, container, { restartPolicy: 'Never' }) },
  };
}
