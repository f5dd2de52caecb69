import path from 'node:path';
import { median } from './median.ts';
import { addedRoundTrip, onBenchCluster } from './support/bench-cluster.ts';
import type { BenchCluster } from './support/bench-cluster.ts';
import { inNamespace } from './support/bench-namespace.ts';
import { deploymentNames, writeRelease } from './support/bench-release.ts';
import { deployBundle, deployEnvironment, readEnd } from './support/deploy-run.ts';
import { figureTable } from './support/figures.ts';
import { measure } from './support/measure.ts';
import type { Measured } from './support/measure.ts';

const rounds = 5;
const size = { deployments: 20, configMaps: 100 };

/** A release brought out, and the same once more. */
interface Pair {
  readonly first: Measured;
  readonly again: Measured;
}

/** One round: both sides, one after the other on the same cluster. */
interface Round {
  readonly kubectl: Pair;
  readonly deploy: Pair;
}

/**
 * How long the deploy action takes for 20 Deployments and 100 ConfigMaps, against a user's script with
 * kubectl: a server-side apply, then `rollout status` of each Deployment. With the API server beside it
 * and with a round trip in between; medians of 5 rounds in which both take turns.
 */
export async function deploySpeed(): Promise<string> {
  return onBenchCluster(async (bench) => {
    const near: Round[] = [];
    const far: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      near.push(await takeTurns(bench, bench.near, round));
      far.push(await takeTurns(bench, bench.far, round));
    }
    return figureTable(`deploy against kubectl, median of ${rounds} rounds`, [
      ...figuresOf(near, 'no added delay', { first: 0.8, again: 1 }),
      ...figuresOf(far, `${addedRoundTrip} ms of round trip`, { first: 0.25, again: 0.25 }),
    ]);
  });
}

function figuresOf(
  rounds: readonly Round[],
  where: string,
  limits: { readonly first: number; readonly again: number },
) {
  const figure = (
    what: string,
    limit: number,
    value: (pair: Pair) => number,
    kubectlValue = value,
  ) => {
    const deploy = median(rounds.map((round) => value(round.deploy)));
    const kubectl = median(rounds.map((round) => kubectlValue(round.kubectl)));
    return {
      what: `${where}: ${what}`,
      measured: deploy / kubectl,
      limit,
      unit: '×',
      detail: `${deploy.toFixed(2)} s / ${kubectl.toFixed(2)} s`,
    };
  };
  return [
    figure('first run, time', limits.first, ({ first }) => first.wall),
    figure('first run, CPU', 1, ({ first }) => first.cpu),
    figure('unchanged run, time', limits.again, ({ again }) => again.wall),
  ];
}

async function takeTurns(bench: BenchCluster, kubeconfig: string, round: number): Promise<Round> {
  const kubectl = (): Promise<Pair> =>
    inNamespace(bench.cluster, (namespace) => runKubectl(bench, kubeconfig, namespace));
  const deploy = (): Promise<Pair> =>
    inNamespace(bench.cluster, (namespace) => runDeploy(bench, kubeconfig, namespace));
  if (round % 2 === 0) return { kubectl: await kubectl(), deploy: await deploy() };
  const first = await deploy();
  return { kubectl: await kubectl(), deploy: first };
}

async function runKubectl(
  { kubectl, folder, node }: BenchCluster,
  kubeconfig: string,
  namespace: string,
): Promise<Pair> {
  const manifests = writeRelease(folder, 'speed', { ...size, placement: node.placement });
  // As on a fresh runner, nothing is known of the server yet.
  const cache = path.join(folder, `cache-${namespace}`);
  const call = `${kubectl} --kubeconfig=${kubeconfig} --namespace=${namespace} --cache-dir=${cache}`;
  const apply = `${call} apply --server-side -f ${manifests} >/dev/null`;
  const rollouts = deploymentNames(size).map(
    (name) => `${call} rollout status deployment/${name} --timeout=5m >/dev/null`,
  );
  const first = await measure([apply, ...rollouts].join('; '), {});
  return { first, again: await measure(apply, {}) };
}

async function runDeploy(
  { folder, node }: BenchCluster,
  kubeconfig: string,
  namespace: string,
): Promise<Pair> {
  const manifests = writeRelease(folder, 'speed', { ...size, placement: node.placement });
  const run = async (verdict: string): Promise<Measured> => {
    const environment = deployEnvironment({ kubeconfig, namespace, manifests });
    const measured = await measure(`${process.execPath} ${deployBundle}`, environment);
    const end = readEnd(environment);
    if (end.verdict !== verdict) throw new Error(`deploy ended ${end.verdict}: ${end.reason}`);
    return measured;
  };
  return { first: await run('deployed'), again: await run('unchanged') };
}
