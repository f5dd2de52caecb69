import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chartFiles, hookJob } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace, ChartRun } from './support/chart-namespace.ts';
import { killAtEveryWrite } from './support/killed-runs.ts';
import { sampleImage } from './support/manifest-folder.ts';
import { expectSameEnds } from './support/same-ends.ts';
import { settledState } from './support/settled-state.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';

let own: ChartNamespace;
/** What a killed run leaves behind is in the API; what its pods do is not looked at. */
let node: SimulatedNode;

beforeAll(async () => {
  own = await chartNamespace('chart-writes');
  node = await startSimulatedNode(own.cluster, own.namespace);
});

afterAll(async () => {
  await node.close();
  await own.close();
});

const hook = hookJob('note', { event: 'pre', command: ['./podinfo', '--version'] });
const run: ChartRun = { inputs: { images: sampleImage('v2'), timeout: '3m' } };

test('a chart whose deployment is killed after any of its writes, Helm among them, ends the same', async () => {
  const { placement } = node;
  const next = chartFiles({
    version: '1.1.0',
    files: { 'templates/hook.yaml': hook },
    placement,
  });
  const outcomes = await killAtEveryWrite('c', {
    prepare: (name) => own.deployed(name, chartFiles({ placement })),
    start: (name, connection) =>
      own.start(name, next, { inputs: { ...run.inputs, ...connection } }),
    again: (name) => own.deploy(name, next, { ...run, environment: { GITHUB_RUN_ATTEMPT: '2' } }),
    observe: async (name) => {
      const history = await own.helmHistory(name);
      return {
        objects: await settledState(own.cluster, name),
        last: (await own.records(name)).at(-1)?.outcome,
        helm: { status: history.at(-1)?.status, chart: history.at(-1)?.chart },
      };
    },
    atOnce: 2,
  });
  expect(outcomes.unkilled.run.outputs.verdict).toBe('deployed');
  expect(outcomes.killed.length).toBeGreaterThanOrEqual(10);
  expectSameEnds(outcomes, ['deployed', 'unchanged']);
}, 900_000);
