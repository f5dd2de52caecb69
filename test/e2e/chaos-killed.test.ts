import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { functionCatalogue } from '../../actions/chaos-run/src/functions/catalogue.ts';
import { isJsonObject } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import {
  deploymentCalls,
  policiesBefore,
  removingCalls,
  restartingCalls,
  statefulSetCalls,
} from './support/killed-calls.ts';
import type { KilledCall } from './support/killed-calls.ts';
import { expectNothingLeft } from './support/killed-faults.ts';
import type { KilledFault } from './support/killed-faults.ts';
import { commandCalls, cordonedNodeCalls, nodeCalls } from './support/killed-nodes.ts';
import { objectCalls } from './support/killed-objects.ts';
import { application } from './support/manifest-folder.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';
import { connectTest } from './support/test-connection.ts';

const longest = 600_000;
const cluster = await connectTest();
let node: SimulatedNode;

beforeAll(async () => {
  node = await startSimulatedNode(cluster, 'chaos-killed');
});

afterAll(async () => {
  await node.close();
  await cluster.close();
});

function web(replicas = 3): readonly object[] {
  return application({ name: 'web', tag: 'v1', replicas, placement: node.placement });
}

/** A StatefulSet whose pods are like those of the Deployment. */
function database(): readonly object[] {
  const [deployment] = application({ name: 'db', tag: 'v1', placement: node.placement });
  const { spec, ...like } = deployment as JsonObject;
  return [{ ...like, kind: 'StatefulSet', spec: { ...(spec as JsonObject), serviceName: 'db' } }];
}

const groups: readonly (readonly [readonly KilledCall[], () => readonly object[]])[] = [
  [deploymentCalls, web],
  [removingCalls, () => [...web(), ...policiesBefore]],
  [statefulSetCalls, database],
];

/** Expects it, and that enough was killed: the lock, the record, the fault, the record's end, the lock's end. */
async function expectSweep(fault: Pick<KilledFault, 'topic' | 'objects' | 'call' | 'without'>) {
  const kills = await expectNothingLeft({
    ...fault,
    topic: `kill-${fault.topic}`,
    atOnce: 4,
  });
  expect(kills).toBeGreaterThanOrEqual(5);
}

test.each(
  groups.flatMap(([calls, objects]) => calls.map((each) => [each.topic, each, objects] as const)),
)(
  '%s killed at any of its writes and recovered leaves nothing',
  (topic, { call }, objects) => expectSweep({ topic, call, objects: objects() }),
  longest,
);

test.each(restartingCalls.map((each) => [each.topic, each] as const))(
  '%s killed at any of its writes and recovered leaves nothing but the restart',
  (topic, { call }) => expectSweep({ topic, call, objects: web(2), without: withoutRestart }),
  longest,
);

/** What a restart is for good: the template's mark, and the revision that the controller counts. */
function withoutRestart(observed: Json): Json {
  const marks = ['kubectl.kubernetes.io/restartedAt', 'deployment.kubernetes.io/revision'];
  const text = JSON.stringify(observed, (key, value: Json) => {
    if (key !== 'annotations' || !isJsonObject(value)) return value;
    const others = Object.entries(value).filter(([name]) => !marks.includes(name));
    return others.length === 0 ? undefined : Object.fromEntries(others);
  });
  return JSON.parse(text) as Json;
}

test('every function that changes the cluster is killed', () => {
  const calls = [
    ...groups.flatMap(([each]) => each),
    ...restartingCalls,
    ...nodeCalls,
    ...cordonedNodeCalls,
    ...commandCalls,
    ...objectCalls('namespaced', 'any'),
    ...objectCalls('cluster', 'any'),
  ];
  const actions = functionCatalogue.all.filter(({ type }) => type === 'action');
  expect(new Set(calls.flatMap(({ funcs }) => funcs))).toEqual(
    new Set(actions.map(({ module, func }) => `${module}.${func}`)),
  );
});
