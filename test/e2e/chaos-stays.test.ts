import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { numberAt } from '../../shared/src/json/json.ts';
import { runBundle } from '../contract/support/run-bundle.ts';
import { chaosNamespace } from './support/chaos-namespace.ts';
import type { ChaosNamespace } from './support/chaos-namespace.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application } from './support/manifest-folder.ts';
import { testCluster } from './support/test-cluster.ts';

let own: ChaosNamespace;

beforeAll(async () => {
  own = await chaosNamespace('chaos-stays');
  await own.create([
    ...application({ name: 'stays', tag: 'v1', replicas: 2 }),
    ...application({ name: 'goes', tag: 'v1', replicas: 2 }),
  ]);
});
afterAll(async () => {
  await own.close();
});

/** An experiment that leaves one pod of a Deployment. */
function experiment(name: string, strategy: string, after: number): string {
  const given = { name, ns: own.namespace, replicas: 1 };
  const module = 'chaosk8s.deployment.actions';
  const provider = { type: 'python', module, func: 'scale_deployment', arguments: given };
  return JSON.stringify({
    title: name,
    description: name,
    runtime: { rollbacks: { strategy } },
    method: [{ type: 'action', name: 'scale', provider, pauses: { after } }],
  });
}

async function replicas(): Promise<Readonly<Record<string, number | undefined>>> {
  const kind = { apiVersion: 'apps/v1', kind: 'Deployment' };
  const read = async (name: string): Promise<number | undefined> =>
    numberAt(await own.cluster.read({ ...kind, name }, deadline()), 'spec', 'replicas');
  return { stays: await read('stays'), goes: await read('goes') };
}

test('what is to stay outlives the run, its post step and other runs until it is recovered', async () => {
  const before = await own.observe();
  const running = own.start({
    inputs: { experiment: 'first.json\nsecond.json' },
    files: {
      'first.json': experiment('stays', 'never', 0),
      'second.json': experiment('goes', 'always', 600),
    },
  });
  await eventually(replicas, ({ goes }) => goes === 1, 60_000);
  running.process.kill('SIGKILL');
  const { state } = await running.finished;
  const post = await runBundle('chaos-run', {
    entry: 'post.js',
    inputs: { kubeconfig: testCluster().kubeconfig, namespace: own.namespace },
    environment: {
      GITHUB_REPOSITORY: 'test/shop',
      GITHUB_RUN_ID: '1',
      ...Object.fromEntries(Object.entries(state).map(([key, value]) => [`STATE_${key}`, value])),
    },
  });
  expect(post.exitCode).toBe(0);
  expect(post.stdout).not.toContain('::warning');
  expect(await replicas()).toEqual({ stays: 1, goes: 2 });
  await own.untilReady('goes');

  const other = await own.run({
    inputs: { fault: 'pod-kill', target: 'deployment/goes' },
    environment: { GITHUB_RUN_ID: '2' },
  });
  expectVerdict(other, 'passed');
  expect(await replicas()).toEqual({ stays: 1, goes: 2 });

  const recovered = await own.run({
    inputs: { mode: 'recover', namespaces: own.namespace },
    environment: { GITHUB_RUN_ID: '3' },
  });
  expectVerdict(recovered, 'passed');
  expect(recovered.stdout).toContain('left "scale Deployment stays from 2 to 1"');
  expect(await own.observe()).toEqual(before);
}, 180_000);
