import type { Cluster } from '../../../shared/src/cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../../../shared/src/cluster/kube-object.ts';
import { numberAt, valueAt } from '../../../shared/src/json/json.ts';
import { clusterAddresses } from '../../cluster/index.ts';
import { gateway } from '../../cluster/gateway.ts';
import { eventually } from './eventually.ts';
import { podinfoVersion, startLoad } from './load.ts';
import type { RunningLoad } from './load.ts';

const { envoyUrl, registry } = clusterAddresses();
const startLimit = 90_000;

/** podinfo behind the Gateway under a hostname of its own, with a canary beside it. */
export interface CanaryApp {
  readonly name: string;
  readonly host: string;
  /** The inputs of canary-shift that name the app and how it is probed. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly route: () => Promise<KubeObject>;
  /** The Deployment, or undefined when it is gone. */
  readonly stable: () => Promise<KubeObject | undefined>;
  readonly canary: () => Promise<KubeObject | undefined>;
  /**
   * Brings up, or changes, the canary; by hand, as any tool but deploy would. `readyPath` is what its
   * pods' readiness is read from.
   */
  readonly deployCanary: (tag: string, readyPath?: string) => Promise<void>;
  /** Users' requests, until they are stopped. */
  readonly users: () => RunningLoad;
}

/** Starts the app at v1 in the cluster's own namespace, and waits until users can reach it. */
export async function startCanaryApp(
  cluster: Cluster,
  name: string,
  kubeconfig: string,
): Promise<CanaryApp> {
  const host = `${name}.${cluster.namespace}.test`;
  const apply = async (...objects: KubeObject[]): Promise<void> => {
    for (const object of objects) {
      await cluster.apply(object, { signal: soon(), force: true });
    }
  };
  const read = (reference: Omit<ObjectReference, 'namespace'>) => cluster.read(reference, soon());
  const workload = (of: string) => read({ apiVersion: 'apps/v1', kind: 'Deployment', name: of });
  const routeReference = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', name };

  await apply(...appObjects(name, host, 'v1'));
  const app: CanaryApp = {
    name,
    host,
    inputs: {
      kubeconfig,
      namespace: cluster.namespace,
      route: `httproute/${name}`,
      'probe-url': `${envoyUrl}/version`,
      'probe-host': host,
      'probe-version': 'json: $.version',
      'probe-rate': '50',
      drain: '1s',
      soak: '2s',
      steps: '20,100',
    },
    route: async () => {
      const route = await read(routeReference);
      if (route === undefined) throw new Error(`HTTPRoute ${name} is gone`);
      return route;
    },
    stable: () => workload(name),
    canary: () => workload(`${name}-canary`),
    deployCanary: (tag, readyPath) =>
      apply(deployment(`${name}-canary`, tag, 1, readyPath), service(`${name}-canary`)),
    users: () =>
      startLoad({
        url: `${envoyUrl}/version`,
        host,
        requestsPerSecond: 100,
        longest: 180_000,
        versionOf: podinfoVersion,
      }),
  };
  await eventually(app.stable, (object) => isRolledOut(object), startLimit);
  await untilReachable(host);
  return app;
}

/** The app's Deployment, Service and HTTPRoute; its pods take variables from `config` where given. */
export function appObjects(
  name: string,
  host: string,
  tag: string,
  config?: string,
): readonly KubeObject[] {
  const workload = deployment(name, tag, 2, '/readyz', config);
  return [workload, service(name), httpRoute(name, host)];
}

/** Waits until a hostname is answered through the Gateway. */
export async function untilReachable(host: string): Promise<void> {
  await eventually(
    () => statusOf(host),
    (status) => status === 200,
    startLimit,
  );
}

/** Whether all pods of a Deployment are available and of its present template. */
export function isRolledOut(object: KubeObject | undefined): boolean {
  const wanted = numberAt(object, 'spec', 'replicas');
  const count = (field: string) => numberAt(object, 'status', field);
  return (
    count('observedGeneration') === object?.metadata.generation &&
    count('availableReplicas') === wanted &&
    count('updatedReplicas') === wanted &&
    count('replicas') === wanted
  );
}

/** What of an object its owner would see change: without status and the server's bookkeeping. */
export function essenceOf(object: KubeObject | undefined): unknown {
  return { annotations: object?.metadata.annotations, spec: valueAt(object, 'spec') };
}

function soon(): AbortSignal {
  return AbortSignal.timeout(20_000);
}

async function statusOf(host: string): Promise<number> {
  const load = startLoad({
    url: `${envoyUrl}/version`,
    host,
    requestsPerSecond: 20,
    connections: 1,
    longest: 100,
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { failures, requests } = await load.stop();
  return requests > 0 && failures === 0 ? 200 : 503;
}

function deployment(
  name: string,
  tag: string,
  replicas: number,
  readyPath = '/readyz',
  config?: string,
): KubeObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      progressDeadlineSeconds: 60,
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 10,
          containers: [
            {
              name: 'podinfo',
              image: `${registry}/podinfo:${tag}`,
              ...(config === undefined ? {} : { envFrom: [{ configMapRef: { name: config } }] }),
              ports: [{ name: 'http', containerPort: 9898 }],
              readinessProbe: {
                httpGet: { path: readyPath, port: 'http' },
                periodSeconds: 1,
                failureThreshold: 6,
              },
              lifecycle: { preStop: { sleep: { seconds: 3 } } },
              resources: { requests: { cpu: '5m', memory: '16Mi' } },
            },
          ],
        },
      },
    },
  };
}

function service(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  };
}

function httpRoute(name: string, host: string): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name },
    spec: {
      parentRefs: [{ namespace: gateway.namespace, name: gateway.name }],
      hostnames: [host],
      rules: [{ backendRefs: [{ name, port: 80 }] }],
    },
  };
}
