import { expect } from '@jest/globals';
import type { Json } from '../../../shared/src/json/json.ts';
import { chaosNamespace } from './chaos-namespace.ts';
import type { ChaosCall, ChaosNamespace } from './chaos-namespace.ts';
import { killAtEveryWrite } from './killed-runs.ts';

/** A fault that is killed at each of its writes. */
export interface KilledFault {
  readonly topic: string;
  /** What is in the namespace before. */
  readonly objects: readonly object[];
  /** How the fault is asked for. */
  readonly call: (namespace: string) => ChaosCall;
  readonly verdict: string;
  /** How many are tried at a time. */
  readonly atOnce: number;
  /** What else the fault could change, beside what the namespace holds. */
  readonly alsoObserve?: () => Promise<Json>;
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
  const observe = async (name: string): Promise<Json> => {
    const own = await named(name).observe();
    const observed = [own, (await fault.alsoObserve?.()) ?? null];
    return fault.without === undefined ? observed : fault.without(observed);
  };
  try {
    const { unkilled, killed } = await killAtEveryWrite(fault.topic, {
      prepare: async (name) => {
        const own = await chaosNamespace(name);
        namespaces.set(name, own);
        await own.create(fault.objects);
        before.set(name, await observe(name));
      },
      start: (name, connection) => {
        const { inputs, ...rest } = fault.call(named(name).namespace);
        return named(name).start({ ...rest, inputs: { ...inputs, ...connection } });
      },
      again: (name) =>
        named(name).run({
          inputs: { mode: 'recover', namespaces: named(name).namespace },
          environment: { GITHUB_RUN_ATTEMPT: '2' },
        }),
      observe: async (name) => ({ was: before.get(name), is: await observe(name) }),
      atOnce: fault.atOnce,
    });
    expect([unkilled.run.outputs.verdict, unkilled.run.outputs.reason]).toEqual([
      fault.verdict,
      unkilled.run.outputs.reason,
    ]);
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
