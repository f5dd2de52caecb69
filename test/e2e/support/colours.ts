import type { KubeObject } from '../../../shared/src/cluster/kube-object.ts';
import { readyEndpointsOf } from '../../../shared/src/cluster/ready-endpoints.ts';
import { numberAt } from '../../../shared/src/json/json.ts';
import type { ReleaseRecord } from '../../../shared/src/release/release-record.ts';
import { serviceSelector } from '../../../shared/src/release/twin/service-selector.ts';
import { clusterAddresses } from '../../cluster/index.ts';
import type { BundleRun, RunningBundle } from '../../contract/support/run-bundle.ts';
import { appObjects, untilReachable } from './canary-app.ts';
import { deadline } from './deadline.ts';
import { podinfoVersion, startLoad } from './load.ts';
import type { RunningLoad } from './load.ts';
import { releaseNamespace } from './release-namespace.ts';
import type { Inputs, ReleaseNamespace } from './release-namespace.ts';

const { envoyUrl } = clusterAddresses();

/** Short waits, so that a test takes seconds. */
const quick = { strategy: 'blue-green', settle: '1s', soak: '2s', 'scale-down-delay': '5m' };

/** A namespace of one test file, whose releases have two colours behind the Gateway. */
export interface ColourNamespace extends ReleaseNamespace {
  /** The manifests of podinfo behind a Service and an HTTPRoute, with this tag. */
  readonly app: (name: string, tag: string, config?: string) => readonly KubeObject[];
  /** Deploys it with strategy blue-green and short waits. */
  readonly bring: (name: string, tag: string, inputs?: Inputs) => Promise<BundleRun>;
  readonly startBringing: (
    name: string,
    tag: string,
    inputs?: Inputs,
    environment?: Inputs,
  ) => RunningBundle;
  /** Users' requests through the Gateway, until they are stopped; waits until the first can be answered. */
  readonly users: (name: string) => Promise<RunningLoad>;
  readonly selectorOf: (service: string) => Promise<Readonly<Record<string, string>>>;
  /** The number of pods that a Deployment asks for; undefined where it is not there. */
  readonly replicasOf: (deployment: string) => Promise<number | undefined>;
  /** The names of the ready pods that a Service leads to. */
  readonly podsBehind: (service: string) => Promise<readonly string[]>;
  /** Names and uids of the pods with a label `app`. */
  readonly podsOf: (app: string) => Promise<readonly string[]>;
  /** How the revisions of a release ended, oldest first. */
  readonly outcomes: (release: string) => Promise<readonly ReleaseRecord['outcome'][]>;
  /** Ends what a test left running. */
  readonly endTest: () => Promise<void>;
}

/** Makes a namespace for the blue-green releases of a test file. */
export async function colourNamespace(topic: string): Promise<ColourNamespace> {
  const own = await releaseNamespace(topic);
  const { cluster, namespace } = own;
  const loads = new Set<RunningLoad>();
  const hostOf = (name: string): string => `${name}.${namespace}.test`;
  const app: ColourNamespace['app'] = (name, tag, config) =>
    appObjects(name, hostOf(name), tag, config);
  return {
    ...own,
    app,
    bring: (name, tag, inputs = {}) => own.deploy(name, app(name, tag), { ...quick, ...inputs }),
    startBringing: (name, tag, inputs = {}, environment = {}) =>
      own.start(name, app(name, tag), { ...quick, ...inputs }, environment),
    users: async (name) => {
      await untilReachable(hostOf(name));
      const load = startLoad({
        url: `${envoyUrl}/version`,
        host: hostOf(name),
        requestsPerSecond: 50,
        longest: 180_000,
        versionOf: podinfoVersion,
      });
      loads.add(load);
      return {
        ...load,
        stop: () => {
          loads.delete(load);
          return load.stop();
        },
      };
    },
    selectorOf: async (service) => {
      const object = await own.read('v1', 'Service', service);
      return object === undefined ? {} : serviceSelector(object);
    },
    replicasOf: async (deployment) =>
      numberAt(await own.read('apps/v1', 'Deployment', deployment), 'spec', 'replicas'),
    podsBehind: async (service) => {
      const endpoints = await readyEndpointsOf(cluster, service, deadline());
      return endpoints.map(({ pod }) => pod ?? '');
    },
    podsOf: async (label) => {
      const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${label}` };
      const pods = await cluster.list(query, deadline());
      return pods.map(({ metadata }) => `${metadata.name}@${metadata.uid ?? ''}`);
    },
    outcomes: async (release) => (await own.records(release)).map(({ outcome }) => outcome),
    endTest: async () => {
      await Promise.all([...loads].map((load) => load.stop()));
      loads.clear();
    },
  };
}
