import { expect } from '@jest/globals';
import type { KubeObject } from '../../../shared/src/cluster/kube-object.ts';
import { stringAt } from '../../../shared/src/json/json.ts';
import { fromSecret } from '../../../shared/src/release/record-secret.ts';
import type { ReleaseRecord } from '../../../shared/src/release/release-record.ts';
import { runBundle, startBundle } from '../../contract/support/run-bundle.ts';
import type { BundleOptions, BundleRun, RunningBundle } from '../../contract/support/run-bundle.ts';
import { deadline } from './deadline.ts';
import { workspaceWith } from './manifest-folder.ts';
import { testCluster } from './test-cluster.ts';
import { ownNamespace } from './test-connection.ts';
import type { OwnNamespace } from './test-connection.ts';
import { writtenVersions } from './written-versions.ts';

/** The manifests of a release: objects, the text of one YAML file, or several files by path. */
export type Manifests =
  readonly object[] | string | Readonly<Record<string, readonly object[] | string>>;

/** Inputs of an action, or variables of its environment, by name. */
export type Inputs = Readonly<Record<string, string>>;

/** A namespace of one test file, to which the deploy action deploys releases. */
export interface ReleaseNamespace extends OwnNamespace {
  /** Runs the action until its end; `inputs` and `environment` change what it is given. */
  readonly deploy: (
    release: string,
    manifests: Manifests,
    inputs?: Inputs,
    environment?: Inputs,
  ) => Promise<BundleRun>;
  /** Runs the action, and expects that it deploys. */
  readonly deployed: (release: string, manifests: Manifests) => Promise<BundleRun>;
  /** Starts the action. */
  readonly start: (
    release: string,
    manifests: Manifests,
    inputs?: Inputs,
    environment?: Inputs,
  ) => RunningBundle;
  readonly read: (
    apiVersion: string,
    kind: string,
    name: string,
  ) => Promise<KubeObject | undefined>;
  /** The image of a Deployment's first container. */
  readonly imageOf: (deployment: string) => Promise<string | undefined>;
  /** The history of a release, by revision. */
  readonly records: (release: string) => Promise<readonly ReleaseRecord[]>;
  /** Name and version of everything that a deployment could write to. */
  readonly versions: () => Promise<readonly string[]>;
}

function filesOf(manifests: Manifests): Readonly<Record<string, readonly object[] | string>> {
  if (typeof manifests === 'string') return { 'app.yaml': manifests };
  return isList(manifests) ? { 'app.json': manifests } : manifests;
}

function isList(manifests: Exclude<Manifests, string>): manifests is readonly object[] {
  return Array.isArray(manifests);
}

function options(
  namespace: string,
  release: string,
  manifests: Manifests,
  inputs: Inputs = {},
  environment: Inputs = {},
): BundleOptions {
  return {
    workspace: workspaceWith(filesOf(manifests)),
    environment: { GITHUB_REPOSITORY: 'test/shop', GITHUB_RUN_ID: '1', ...environment },
    inputs: {
      kubeconfig: testCluster().kubeconfig,
      namespace,
      manifests: '.',
      release,
      timeout: '60s',
      'lock-timeout': '0',
      ...inputs,
    },
  };
}

/** Makes a namespace for the releases of a test file. */
export async function releaseNamespace(topic: string): Promise<ReleaseNamespace> {
  const own = await ownNamespace(topic);
  const { cluster, namespace } = own;
  const deploy: ReleaseNamespace['deploy'] = (release, manifests, inputs, environment) =>
    runBundle('deploy', options(namespace, release, manifests, inputs, environment));
  const read: ReleaseNamespace['read'] = (apiVersion, kind, name) =>
    cluster.read({ apiVersion, kind, name }, deadline());
  return {
    ...own,
    deploy,
    deployed: async (release, manifests) => {
      const run = await deploy(release, manifests);
      expect([run.outputs.verdict, run.outputs.reason]).toEqual(['deployed', '']);
      return run;
    },
    start: (release, manifests, inputs, environment) =>
      startBundle('deploy', options(namespace, release, manifests, inputs, environment)),
    read,
    imageOf: async (deployment) => {
      const object = await read('apps/v1', 'Deployment', deployment);
      return stringAt(object, 'spec', 'template', 'spec', 'containers', 0, 'image');
    },
    records: async (release) => {
      const labelSelector = `kube-delivery.dev/release=${release}`;
      const query = { apiVersion: 'v1', kind: 'Secret', labelSelector };
      const secrets = await cluster.list(query, deadline());
      return secrets.map(fromSecret).sort((a, b) => a.revision - b.revision);
    },
    versions: () => writtenVersions(cluster),
  };
}
