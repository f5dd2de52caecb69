import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { arrayAt, numberAt, stringAt } from '../../shared/src/json/json.ts';
import { quantile } from '../../shared/src/statistics/quantile.ts';
import { testCluster } from '../e2e/support/test-cluster.ts';
import { onBenchCluster } from './support/bench-cluster.ts';
import type { BenchCluster } from './support/bench-cluster.ts';
import { inNamespace } from './support/bench-namespace.ts';
import { writeRelease } from './support/bench-release.ts';
import { deployBundle, deployEnvironment, readEnd } from './support/deploy-run.ts';
import type { DeployRun } from './support/deploy-run.ts';
import { figureTable } from './support/figures.ts';

const goodRuns = 24;
const badRuns = 3;
const deployments = 3;
const patienceMs = 120_000;
const pullErrors = ['ErrImagePull', 'ImagePullBackOff'];

/**
 * How long after the cluster itself the deploy action knows how a release ended. Good: from the moment
 * at which a watch beside it sees the last pod of the last Deployment available, to the end of the
 * action's process. Bad: from the first pull error of a pod, with a timeout of ten minutes.
 */
export async function deployVerdict(): Promise<string> {
  return onBenchCluster(async (bench) => {
    const lags = await inNamespace(bench.cluster, (namespace) => measureGood(bench, namespace));
    const failures: number[] = [];
    for (let run = 0; run < badRuns; run += 1) {
      failures.push(await inNamespace(bench.cluster, (namespace) => measureBad(bench, namespace)));
    }
    const middle = quantile(lags, 0.5) ?? Number.NaN;
    return figureTable(`verdict of deploy, ${goodRuns} good and ${badRuns} bad runs`, [
      {
        what: 'end of the process after the last pod is available, p95',
        measured: quantile(lags, 0.95) ?? Number.NaN,
        limit: 250,
        unit: 'ms',
        detail: `median ${middle.toFixed(0)} ms, most ${Math.max(...lags).toFixed(0)} ms`,
      },
      {
        what: 'a bad image is failed after its first pull error, longest',
        measured: Math.max(...failures) / 1000,
        limit: 20,
        unit: 's',
      },
    ]);
  });
}

/** Milliseconds of each run; the first one makes the release and does not count. */
async function measureGood(
  { cluster, folder, near, node }: BenchCluster,
  namespace: string,
): Promise<readonly number[]> {
  const lags: number[] = [];
  for (let run = 0; run <= goodRuns; run += 1) {
    const version = String(run);
    const release = { deployments, configMaps: 3, placement: node.placement, version };
    const manifests = writeRelease(folder, 'verdict', release);
    const available = firstTime(
      cluster,
      { apiVersion: 'apps/v1', kind: 'Deployment', namespace },
      (objects) =>
        objects.length === deployments && objects.every((each) => isAvailable(each, version)),
    );
    const ended = await runToEnd({ kubeconfig: near, namespace, manifests }, 'deployed');
    if (run > 0) lags.push(ended.at - (await available));
  }
  return lags;
}

async function measureBad(
  { cluster, folder, near }: BenchCluster,
  namespace: string,
): Promise<number> {
  const image = `${testCluster().registry}/podinfo:there-is-no-such-tag`;
  const release = { deployments: 1, configMaps: 0, placement: {}, image };
  const manifests = writeRelease(folder, 'bad', release);
  const failed = firstTime(cluster, { apiVersion: 'v1', kind: 'Pod', namespace }, (pods) =>
    pods.some((pod) =>
      arrayAt(pod, 'status', 'containerStatuses').some((status) =>
        pullErrors.includes(stringAt(status, 'state', 'waiting', 'reason') ?? ''),
      ),
    ),
  );
  const inputs = { timeout: '10m' };
  const ended = await runToEnd({ kubeconfig: near, namespace, manifests, inputs }, 'failed');
  if (!pullErrors.some((error) => ended.reason.includes(error))) {
    throw new Error(`the reason does not tell of the image: ${ended.reason}`);
  }
  return ended.at - (await failed);
}

/** When the objects were first seen to be so, on the clock of `performance.now()`. */
async function firstTime(
  cluster: Cluster,
  query: Parameters<Cluster['observe']>[0],
  holds: (objects: readonly KubeObject[]) => boolean,
): Promise<number> {
  for await (const objects of cluster.observe(query, AbortSignal.timeout(patienceMs))) {
    if (holds(objects)) return performance.now();
  }
  throw new Error('the watch ended');
}

function isAvailable(deployment: KubeObject, version: string): boolean {
  const wanted = numberAt(deployment, 'spec', 'replicas');
  const status = (field: string): number | undefined => numberAt(deployment, 'status', field);
  const container = ['spec', 'template', 'spec', 'containers', 0] as const;
  return (
    stringAt(deployment, ...container, 'env', 0, 'value') === version &&
    status('observedGeneration') === deployment.metadata.generation &&
    status('updatedReplicas') === wanted &&
    status('availableReplicas') === wanted &&
    status('replicas') === wanted
  );
}

async function runToEnd(
  run: DeployRun,
  verdict: string,
): Promise<{ readonly at: number; readonly reason: string }> {
  const env = deployEnvironment(run);
  const child = spawn(process.execPath, [deployBundle], { env, stdio: 'ignore' });
  await once(child, 'exit');
  const at = performance.now();
  const end = readEnd(env);
  if (end.verdict !== verdict) throw new Error(`deploy ended ${end.verdict}: ${end.reason}`);
  return { at, reason: end.reason };
}
