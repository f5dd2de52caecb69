import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { stringAt, valueAt } from '../../shared/src/json/json.ts';
import { fromSecret } from '../../shared/src/release/record-secret.ts';
import { clusterAddresses } from '../cluster/index.ts';
import { runBundle } from '../contract/support/run-bundle.ts';
import type { BundleRun } from '../contract/support/run-bundle.ts';
import { appObjects, untilReachable } from './support/canary-app.ts';
import { podinfoVersion, startLoad } from './support/load.ts';
import type { RunningLoad } from './support/load.ts';
import { configMap, workspaceWith } from './support/manifest-folder.ts';
import { testCluster } from './support/test-cluster.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

const limit = 180_000;
const environment = { GITHUB_REPOSITORY: 'test/shop', GITHUB_RUN_ID: '1' };

let home: OwnNamespace;
let host: string;
let load: RunningLoad | undefined;

beforeAll(async () => {
  home = await ownNamespace('canary-release');
  host = `${home.namespace}.test`;
});

afterAll(async () => {
  await load?.stop();
  await home.close();
});

function common(): Record<string, string> {
  return { kubeconfig: testCluster().kubeconfig, namespace: home.namespace };
}

/** Deploys the shop with a message in its configuration and on its route. */
function deploy(tag: string, message: string, strategy: string): Promise<BundleRun> {
  const [deployment, service, route] = appObjects('shop', host, tag, 'shop');
  const config = configMap('shop', { PODINFO_UI_MESSAGE: message });
  const annotated = { ...route, metadata: { ...route?.metadata, annotations: { message } } };
  const objects = [config, deployment ?? {}, service ?? {}, annotated];
  return runBundle('deploy', {
    workspace: workspaceWith({ 'shop.json': objects }),
    environment,
    inputs: { ...common(), manifests: '.', release: 'shop', strategy, timeout: '60s' },
  });
}

function shift(inputs: Record<string, string> = {}): Promise<BundleRun> {
  return runBundle('canary-shift', {
    environment,
    inputs: {
      ...common(),
      route: 'httproute/shop',
      'probe-url': `${clusterAddresses().envoyUrl}/version`,
      'probe-host': host,
      'probe-version': 'json: $.version',
      'probe-rate': '50',
      steps: '25,100',
      soak: '2s',
      drain: '1s',
      ...inputs,
    },
  });
}

function expectVerdict({ outputs, stdout }: BundleRun, verdict: string): void {
  const shown = outputs.verdict === verdict ? '' : stdout;
  expect({ verdict: outputs.verdict, shown }).toEqual({ verdict, shown: '' });
}

const signal = (): AbortSignal => AbortSignal.timeout(20_000);

async function outcomes(): Promise<readonly string[]> {
  const secrets = await home.cluster.list(
    { apiVersion: 'v1', kind: 'Secret', labelSelector: 'kube-delivery.dev/release=shop' },
    signal(),
  );
  const records = secrets.map(fromSecret).sort((a, b) => a.revision - b.revision);
  return records.map(({ outcome }) => outcome);
}

async function messageOf(kind: string, apiVersion: string): Promise<string | undefined> {
  const object = await home.cluster.read({ apiVersion, kind, name: 'shop' }, signal());
  return stringAt(object, 'data', 'PODINFO_UI_MESSAGE') ?? object?.metadata.annotations?.message;
}

const routes = ['HTTPRoute', 'gateway.networking.k8s.io/v1'] as const;

async function namesOf(apiVersion: string, kind: string): Promise<readonly string[]> {
  const objects = await home.cluster.list({ apiVersion, kind }, signal());
  return objects.map(({ metadata }) => metadata.name).sort();
}

test(
  'a canary of deploy is promoted with its whole release, and a bad one leaves no trace',
  async () => {
    expectVerdict(await deploy('v1', 'one', 'rolling'), 'deployed');
    await untilReachable(host);
    load = startLoad({
      url: `${clusterAddresses().envoyUrl}/version`,
      host,
      requestsPerSecond: 100,
      longest: limit,
      versionOf: podinfoVersion,
    });

    expectVerdict(await deploy('v2', 'two', 'canary'), 'deployed');
    expect(await messageOf('ConfigMap', 'v1')).toBe('one');
    expectVerdict(await shift(), 'promoted');
    expect(await messageOf('ConfigMap', 'v1')).toBe('two');
    expect(await messageOf(...routes)).toBe('two');
    expect(await outcomes()).toEqual(['deployed', 'deployed']);
    expect(await namesOf('apps/v1', 'Deployment')).toEqual(['shop']);
    expect(await namesOf('v1', 'Service')).toEqual(['shop']);
    expect(await namesOf('v1', 'ConfigMap')).toEqual(['kube-root-ca.crt', 'shop']);
    const route = await home.cluster.read(
      { apiVersion: routes[1], kind: routes[0], name: 'shop' },
      signal(),
    );
    expect(valueAt(route, 'spec', 'rules', 0, 'backendRefs')).toMatchObject([
      { name: 'shop', weight: 1 },
    ]);
    expectVerdict(await deploy('v2', 'two', 'rolling'), 'unchanged');
    const promoted = load.ledger();
    expect(promoted.outcomes).toEqual({ '200': promoted.requests });

    expectVerdict(await deploy('v2-errors', 'three', 'canary'), 'deployed');
    // podinfo calls both images 2.0.0, so the share of this one is left to its status.
    const bad = await shift({
      'probe-url': '',
      'probe-host': '',
      'probe-version': '',
      'prometheus-url': clusterAddresses().prometheusUrl,
      'success-rate': '>= 99.5',
      soak: '20s',
    });
    expectVerdict(bad, 'rolled-back');
    expect(bad.outputs.reason).toMatch(/^success rate is /);
    expect(await messageOf('ConfigMap', 'v1')).toBe('two');
    expect(await outcomes()).toEqual(['deployed', 'deployed', 'rolled-back']);
    expect(await namesOf('v1', 'ConfigMap')).toEqual(['kube-root-ca.crt', 'shop']);
    expectVerdict(await deploy('v2', 'two', 'rolling'), 'unchanged');
  },
  limit,
);
