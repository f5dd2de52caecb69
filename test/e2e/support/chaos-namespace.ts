import type { KubeObject } from '../../../shared/src/cluster/kube-object.ts';
import { numberAt } from '../../../shared/src/json/json.ts';
import type { Json } from '../../../shared/src/json/json.ts';
import { runBundle, startBundle } from '../../contract/support/run-bundle.ts';
import type { BundleOptions, BundleRun, RunningBundle } from '../../contract/support/run-bundle.ts';
import { deadline } from './deadline.ts';
import { eventually } from './eventually.ts';
import { workspaceWith } from './manifest-folder.ts';
import type { Inputs } from './release-namespace.ts';
import { testCluster } from './test-cluster.ts';
import { ownNamespace } from './test-connection.ts';
import type { OwnNamespace } from './test-connection.ts';

/** What a run of chaos-run is given beside what all runs of a namespace are. */
export interface ChaosCall {
  readonly inputs?: Inputs;
  /** Files of the workspace, by path. */
  readonly files?: Readonly<Record<string, string | readonly object[]>>;
  readonly environment?: Inputs;
}

/** A namespace that is opted in, in which chaos-run is run. */
export interface ChaosNamespace extends OwnNamespace {
  run(call: ChaosCall): Promise<BundleRun>;
  start(call: ChaosCall): RunningBundle;
  /** Creates objects and waits until the Deployments and StatefulSets among them are ready. */
  create(objects: readonly object[]): Promise<void>;
  /** Waits until all replicas of a Deployment are ready. */
  untilReady(deployment: string): Promise<void>;
  /** Everything of the namespace that a fault or its way back could leave behind. */
  observe(): Promise<Json>;
}

/** Makes a namespace whose owner has opted in, unless `labels` says otherwise. */
export async function chaosNamespace(
  topic: string,
  labels: Readonly<Record<string, string>> = { 'kube-delivery.dev/chaos': 'enabled' },
): Promise<ChaosNamespace> {
  const own = await ownNamespace(topic);
  const { cluster, namespace } = own;
  const reference = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  await cluster.patch(
    reference,
    Object.entries(labels).map(([name, value]) => ({
      op: 'add',
      path: `/metadata/labels/${name.replaceAll('/', '~1')}`,
      value,
    })),
    { signal: deadline() },
  );
  const options = ({ inputs, files, environment }: ChaosCall): BundleOptions => ({
    ...(files === undefined ? {} : { workspace: workspaceWith(files) }),
    environment: { GITHUB_REPOSITORY: 'test/shop', GITHUB_RUN_ID: '1', ...environment },
    inputs: {
      kubeconfig: testCluster().kubeconfig,
      namespace,
      'lock-timeout': '0',
      'recovery-timeout': '30s',
      ...inputs,
    },
  });
  return {
    ...own,
    run: (call) => runBundle('chaos-run', options(call)),
    start: (call) => startBundle('chaos-run', options(call)),
    create: async (objects) => {
      for (const object of objects as readonly KubeObject[]) {
        await cluster.create(object, { signal: deadline() });
      }
      for (const object of objects as readonly KubeObject[]) {
        const { kind, metadata } = object;
        if (replicated.includes(kind)) await untilReady(own, kind, metadata.name);
      }
    },
    untilReady: (name) => untilReady(own, 'Deployment', name),
    observe: () => observe(own),
  };
}

const replicated = ['Deployment', 'StatefulSet'];

async function untilReady({ cluster }: OwnNamespace, kind: string, name: string): Promise<void> {
  const reference = { apiVersion: 'apps/v1', kind, name };
  await eventually(
    () => cluster.read(reference, deadline()),
    (found) => numberAt(found, 'status', 'readyReplicas') === numberAt(found, 'spec', 'replicas'),
    60_000,
  );
}

const kinds = [
  ['v1', 'ConfigMap'],
  ['v1', 'Service'],
  ['v1', 'Secret'],
  ['coordination.k8s.io/v1', 'Lease'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
] as const;

/** Names, labels, annotations and specs, without what the server counts up by itself. */
async function observe({ cluster }: OwnNamespace): Promise<Json> {
  const lists = await Promise.all(
    kinds.map(([apiVersion, kind]) => cluster.list({ apiVersion, kind }, deadline())),
  );
  // A controller puts it into every namespace, in its own time.
  const objects = lists.flat().filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt');
  return objects.map(({ kind, metadata: { name, labels, annotations }, spec, data }) => ({
    kind,
    name,
    labels: labels ?? {},
    annotations: annotations ?? {},
    spec: spec ?? null,
    data: data ?? null,
  }));
}
