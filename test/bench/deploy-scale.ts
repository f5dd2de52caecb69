import { median } from './median.ts';
import { onBenchCluster } from './support/bench-cluster.ts';
import type { BenchCluster } from './support/bench-cluster.ts';
import { inNamespace } from './support/bench-namespace.ts';
import { writeRelease } from './support/bench-release.ts';
import { deployBundle, deployEnvironment, readEnd } from './support/deploy-run.ts';
import { figureTable } from './support/figures.ts';
import { runMeasured } from './support/measured-process.ts';
import type { MeasuredProcess } from './support/measured-process.ts';

const rounds = 3;
const small = 100;
const large = 1000;
/** One object of so many is a Deployment, the others are ConfigMaps. */
const perDeployment = 50;

interface Runs {
  readonly first: MeasuredProcess;
  readonly changed: MeasuredProcess;
  readonly again: MeasuredProcess;
}

/** What a release of 1,000 objects takes in memory, and in time against one of 100. */
export async function deployScale(): Promise<string> {
  return onBenchCluster(async (bench) => {
    const all: { readonly small: Runs; readonly large: Runs }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const take = (objects: number): Promise<Runs> =>
        inNamespace(bench.cluster, (namespace) => deployAll(bench, namespace, objects));
      all.push({ small: await take(small), large: await take(large) });
    }
    const ratio = (what: string, of: (runs: Runs) => MeasuredProcess) => {
      const few = median(all.map((each) => of(each.small).wall));
      const many = median(all.map((each) => of(each.large).wall));
      return {
        what: `time of ${large} against ${small} objects, ${what}`,
        measured: many / few,
        limit: large / small,
        unit: '×',
        detail: `${many.toFixed(2)} s / ${few.toFixed(2)} s`,
      };
    };
    const runs = all.flatMap((each) => [each.large.first, each.large.changed, each.large.again]);
    return figureTable(`scale of deploy, ${rounds} rounds`, [
      {
        what: `most memory with ${large} objects`,
        measured: Math.max(...runs.map(({ memory }) => memory)),
        limit: 200,
        unit: 'MB',
      },
      ratio('first run', ({ first }) => first),
      ratio('all changed', ({ changed }) => changed),
      ratio('unchanged', ({ again }) => again),
    ]);
  });
}

async function deployAll(
  { folder, near, node }: BenchCluster,
  namespace: string,
  objects: number,
): Promise<Runs> {
  const deployments = objects / perDeployment;
  const configMaps = objects - deployments;
  const run = (version: string, verdict: string): Promise<MeasuredProcess> => {
    const release = { deployments, configMaps, placement: node.placement, version };
    const manifests = writeRelease(folder, 'scale', release);
    return measureRun(deployEnvironment({ kubeconfig: near, namespace, manifests }), verdict);
  };
  return {
    first: await run('1', 'deployed'),
    changed: await run('2', 'deployed'),
    again: await run('2', 'unchanged'),
  };
}

async function measureRun(env: Record<string, string>, verdict: string): Promise<MeasuredProcess> {
  const measured = await runMeasured(deployBundle, env);
  const end = readEnd(env);
  if (end.verdict !== verdict) throw new Error(`deploy ended ${end.verdict}: ${end.reason}`);
  return measured;
}
