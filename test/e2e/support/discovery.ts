import { expect } from '@jest/globals';
import { arrayAt, stringAt } from '../../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../../shared/src/json/json.ts';
import type { BundleRun } from '../../contract/support/run-bundle.ts';
import type { ChaosNamespace } from './chaos-namespace.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { Inputs } from './release-namespace.ts';

/** A call of a function of chaosk8s: `pod.actions.terminate_pods`. */
export interface DiscoveredAction {
  readonly func: string;
  readonly given: JsonObject;
}

/** Runs of `mode: discover` in a namespace, each of which must not have asked the API server but to read. */
export interface Discovery {
  discover(inputs: Inputs, files?: Readonly<Record<string, string>>): Promise<BundleRun>;
  /** Discovers an experiment with these actions. */
  discoverActions(actions: readonly DiscoveredAction[], inputs?: Inputs): Promise<BundleRun>;
  close(): Promise<void>;
}

/** Puts a proxy that sees every request before the API server. */
export async function openDiscovery(own: ChaosNamespace): Promise<Discovery> {
  const proxy = await startFaultProxy();
  const discover: Discovery['discover'] = async (inputs, files = {}) => {
    const first = proxy.requests.length;
    const run = await own.run({
      files,
      inputs: {
        mode: 'discover',
        kubeconfig: '',
        server: proxy.url,
        token: 'the proxy has its own',
        'insecure-skip-tls-verify': 'true',
        ...inputs,
      },
    });
    const asked = proxy.requests.slice(first);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((request) => !request.startsWith('GET '))).toEqual([]);
    return run;
  };
  return {
    discover,
    discoverActions: (actions, inputs = {}) =>
      discover(
        { experiment: 'try.json', ...inputs },
        { 'try.json': JSON.stringify(experimentOf(actions)) },
      ),
    close: () => proxy.close(),
  };
}

function experimentOf(actions: readonly DiscoveredAction[]): JsonObject {
  const method = actions.map(({ func, given }, index) => {
    const at = func.lastIndexOf('.');
    const [module, name] = [`chaosk8s.${func.slice(0, at)}`, func.slice(at + 1)];
    const provider = { type: 'python', module, func: name, arguments: given };
    return { type: 'action', name: `act-${index}`, provider };
  });
  return { version: '1.0.0', title: 'try', description: 'try', method };
}

/** What the report tells of each action: `[kind, in, reason]` of its targets, and the problem. */
export function told({ report }: BundleRun): Json {
  return arrayAt(report, 'actions').map((action) => ({
    targets: arrayAt(action, 'targets').map((target) => {
      const { kind = null, in: isIn = null, reason = null } = target as JsonObject;
      return [kind, isIn, reason];
    }),
    problem: stringAt(action, 'problem') ?? null,
  }));
}
