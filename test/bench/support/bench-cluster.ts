import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Cluster } from '../../../shared/src/cluster/cluster.ts';
import { readKubeconfig } from '../../../shared/src/cluster/kubeconfig-source.ts';
import { objectAt, stringAt } from '../../../shared/src/json/json.ts';
import { ensureTools, isHealthy, status, up } from '../../cluster/index.ts';
import { startSimulatedNode } from '../../e2e/support/simulated-node.ts';
import type { SimulatedNode } from '../../e2e/support/simulated-node.ts';
import { testCluster } from '../../e2e/support/test-cluster.ts';
import { connectTest } from '../../e2e/support/test-connection.ts';
import { startDelayProxy } from './delay-proxy.ts';

/** Milliseconds of round trip that are added for a runner that is not beside its cluster. */
export const addedRoundTrip = 40;

/** The real cluster with a simulated node, as benches use it. */
export interface BenchCluster {
  readonly cluster: Cluster;
  readonly kubectl: string;
  readonly node: SimulatedNode;
  /** The administrator's, straight to the API server. */
  readonly near: string;
  /** The same with `addedRoundTrip` in between. */
  readonly far: string;
  /** Folder for files of the bench, removed in the end. */
  readonly folder: string;
}

/** Runs `work` on the cluster, which is started unless it is up or another one is given. */
export async function onBenchCluster<Result>(
  work: (bench: BenchCluster) => Promise<Result>,
): Promise<Result> {
  const isGiven = process.env.KUBE_DELIVERY_TEST_KUBECONFIG !== undefined;
  if (!isGiven && !isHealthy(await status())) await up();
  const { kubectl } = await ensureTools(['kubectl']);
  const near = testCluster().kubeconfig;
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-bench-'));
  const cluster = await connectTest();
  const proxy = await startDelayProxy(new URL(cluster.server), addedRoundTrip);
  try {
    const far = path.join(folder, 'far.kubeconfig');
    writeFileSync(far, farKubeconfig(near, proxy.port), { mode: 0o600 });
    const node = await startSimulatedNode(cluster, 'kube-delivery-bench');
    try {
      return await work({ cluster, kubectl, node, near, far, folder });
    } finally {
      await node.close();
    }
  } finally {
    await proxy.close();
    await cluster.close();
    rmSync(folder, { recursive: true });
  }
}

/** A kubeconfig whose server is the proxy, with the certificate of the server itself. */
function farKubeconfig(file: string, port: number): string {
  const { clusters, users, contexts, currentContext } = readKubeconfig({
    kind: 'files',
    files: [file],
  });
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: clusters.map((entry) => {
      const { hostname } = new URL(stringAt(entry, 'cluster', 'server') ?? '');
      const own = hostname === '127.0.0.1' ? {} : { 'tls-server-name': hostname };
      const server = `https://127.0.0.1:${port}`;
      return { ...entry, cluster: { ...objectAt(entry, 'cluster'), ...own, server } };
    }),
    users,
    contexts,
    'current-context': currentContext,
  });
}
