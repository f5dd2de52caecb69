import { randomInt } from 'node:crypto';
import { expect } from '@jest/globals';
import { stringAt } from '../../../shared/src/json/json.ts';
import type { Json } from '../../../shared/src/json/json.ts';
import { chaosNamespace } from './chaos-namespace.ts';
import type { ChaosCall, ChaosNamespace } from './chaos-namespace.ts';
import { deadline } from './deadline.ts';
import { nodesPatience } from './hold-nodes.ts';
import { killAtEveryWrite } from './killed-runs.ts';
import type { OwnNamespace } from './test-connection.ts';

/** What lies in no namespace is recorded and locked there. */
const clusterPlace = 'default';

/** A fault that is killed at each of its writes. */
export interface KilledFault {
  readonly topic: string;
  /** What is there before. */
  readonly objects: readonly object[] | ((own: OwnNamespace) => Promise<readonly object[]>);
  /** How the fault is asked for. */
  readonly call: (namespace: string) => ChaosCall;
  /** How many are tried at a time. */
  readonly atOnce: number;
  /** What else the fault could change, beside what the namespace holds. */
  readonly alsoObserve?: (own: OwnNamespace) => Promise<Json>;
  /** What of an observation a run is meant to change for good is taken out. */
  readonly without?: (observed: Json) => Json;
}

/**
 * Kills a run of the fault at each of its writes, lets `mode: recover` of a later attempt clean up, and
 * expects that nothing is left in the cluster: all that was there before is as it was, and nothing else
 * is there. Gives the number of kills.
 */
export async function expectNothingLeft(fault: KilledFault): Promise<number> {
  const namespaces = new Map<string, ChaosNamespace>();
  const before = new Map<string, Json>();
  const named = (name: string): ChaosNamespace => {
    const namespace = namespaces.get(name);
    if (namespace === undefined) throw new TypeError(`${name} was not prepared`);
    return namespace;
  };
  // Faults on what lies in no namespace share one lock, which only the same run may take from the dead.
  const first = randomInt(1_000_000, 1_000_000_000);
  const runIdOf = (name: string): string => `${first}${name.replace(/^.*-/, '').padStart(3, '0')}`;
  const observe = async (name: string): Promise<Json> => {
    const own = named(name);
    const observed = [
      await own.observe(),
      await tracesOf(own, runIdOf(name)),
      (await fault.alsoObserve?.(own)) ?? null,
    ];
    return fault.without === undefined ? observed : fault.without(observed);
  };
  try {
    const { unkilled, killed } = await killAtEveryWrite(fault.topic, {
      prepare: async (name) => {
        const own = await chaosNamespace(name);
        namespaces.set(name, own);
        const { objects } = fault;
        await own.create(typeof objects === 'function' ? await objects(own) : objects);
        before.set(name, await observe(name));
      },
      start: (name, connection) => {
        const { inputs, ...rest } = fault.call(named(name).namespace);
        const environment = { GITHUB_RUN_ID: runIdOf(name) };
        return named(name).start({ ...rest, environment, inputs: { ...inputs, ...connection } });
      },
      again: (name) =>
        named(name).run({
          inputs: {
            mode: 'recover',
            namespaces: named(name).namespace,
            // Another test's run may hold the lock of nodes, and is alive.
            'lock-timeout': `${nodesPatience}ms`,
          },
          environment: { GITHUB_RUN_ID: runIdOf(name), GITHUB_RUN_ATTEMPT: '2' },
        }),
      observe: async (name) => ({ was: before.get(name), is: await observe(name) }),
      atOnce: fault.atOnce,
    });
    const { verdict, reason } = unkilled.run.outputs;
    expect({ verdict, reason }).toEqual({ verdict: 'passed', reason: '' });
    for (const { write, request, verdict, reason, end } of [
      { write: 0, request: 'none', verdict: 'passed', reason: '', end: unkilled.end },
      ...killed,
    ]) {
      const { was, is } = end as { readonly was: Json; readonly is: Json };
      expect({ write, request, verdict, reason, left: is }).toEqual({
        write,
        request,
        verdict: 'passed',
        reason: '',
        left: was,
      });
    }
    return killed.length;
  } finally {
    await Promise.all([...namespaces.values()].map((own) => own.close()));
  }
}

/** Names of the records and locks of a run beside those in its own namespace. */
async function tracesOf({ cluster }: OwnNamespace, runId: string): Promise<readonly string[]> {
  const namespace = clusterPlace;
  const records = await cluster.list(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace,
      labelSelector: 'kube-delivery.dev/chaos-run',
    },
    deadline(),
  );
  const leases = await cluster.list(
    { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace },
    deadline(),
  );
  return [
    ...records.filter(({ metadata }) =>
      metadata.labels?.['kube-delivery.dev/chaos-run']?.startsWith(`${runId}-`),
    ),
    ...leases.filter((lease) => stringAt(lease, 'spec', 'holderIdentity')?.startsWith(`${runId}/`)),
  ].map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}
