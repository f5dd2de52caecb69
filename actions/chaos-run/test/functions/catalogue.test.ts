import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { PythonProvider } from '../../src/experiment/experiment.ts';
import { functionCatalogue } from '../../src/functions/catalogue.ts';
import { whyUnsupported } from '../../src/functions/unsupported.ts';

type Signature = Readonly<Record<string, { readonly default?: Json }>>;

/** All functions of chaostoolkit-kubernetes 0.39.0, as Python's inspect tells their parameters. */
const signatures = JSON.parse(
  readFileSync(new URL('chaosk8s-signatures.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Signature>>;

function split(name: string): readonly [string, string] {
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

function problemOf(
  name: string,
  given: JsonObject = {},
  type: 'probe' | 'action' = 'action',
): string | undefined {
  const [module, func] = split(name);
  const provider: PythonProvider = { type: 'python', module, func, arguments: given, secrets: [] };
  return functionCatalogue.problem(provider, type);
}

describe('every function of chaosk8s', () => {
  test.each(Object.keys(signatures))('%s is native or has a reason', (name) => {
    const [module, func] = split(name);
    const isNative = functionCatalogue.find(module, func) !== undefined;
    expect({ isNative, isUnsupported: whyUnsupported(module, func) !== undefined }).toEqual({
      isNative,
      isUnsupported: !isNative,
    });
  });

  test('at least 75 of them are native', () => {
    const native = Object.keys(signatures).filter((name) => functionCatalogue.find(...split(name)));
    expect(native.length).toBeGreaterThanOrEqual(75);
  });
});

const nativeOriginals = functionCatalogue.all.flatMap((fn) =>
  [`${fn.module}.${fn.func}`, ...fn.aliases]
    .filter((name) => name.startsWith('chaosk8s.'))
    .map((name) => [name, fn] as const),
);

test.each(nativeOriginals)('%s has the parameters of the original', (name, fn) => {
  const parameters = Object.entries(fn.parameters).map(([parameter, { default: value }]) => [
    parameter,
    value === undefined ? {} : { default: value },
  ]);
  expect(Object.fromEntries(parameters)).toEqual(signatures[name]);
});

test('no two functions share a name', () => {
  const names = functionCatalogue.all.flatMap((fn) => [`${fn.module}.${fn.func}`, ...fn.aliases]);
  expect(names.length).toBe(new Set(names).size);
});

describe('a function that is not known', () => {
  test.each([
    [
      'chaosk8s.pod.actions.delete_pod',
      'chaosk8s.pod.actions.delete_pod does not exist (did you mean chaosk8s.pod.actions.delete_pods?)',
    ],
    [
      'chaosk8s.network.actions.deny_all_ingress',
      'chaosk8s.network.actions.deny_all_ingress does not exist (did you mean chaosk8s.networking.actions.deny_all_ingress?)',
    ],
    [
      'chaosk8s.deployment.actions.rollback_deployment',
      'chaosk8s.deployment.actions.rollback_deployment does not exist (did you mean chaosk8s.deployment.actions.rollout_deployment?)',
    ],
    [
      'chaosk8s.pod.actions.exec_in_pod',
      'chaosk8s.pod.actions.exec_in_pod does not exist (did you mean chaosk8s.pod.actions.exec_in_pods?)',
    ],
    [
      'kube_delivery.actions.kill_pod',
      'kube_delivery.actions.kill_pod does not exist (did you mean kube_delivery.actions.kill_pods?)',
    ],
  ])('%s', (name, message) => {
    expect(problemOf(name)).toBe(message);
  });

  test('of a package that is not ours names what runs', () => {
    expect(problemOf('chaosaws.ec2.actions.stop_instance')).toBe(
      'chaosaws.ec2.actions.stop_instance cannot run: there is no Python here, only functions of chaosk8s, chaosprometheus.probes and os.path.exists run natively; call it with a process provider',
    );
  });

  test('that exists says why it does not run', () => {
    expect(problemOf('chaosk8s.node.actions.delete_nodes')).toBe(
      'chaosk8s.node.actions.delete_nodes is not supported: only a machine itself can bring its node back; use chaosk8s.node.actions.drain_nodes or cordon_node',
    );
  });
});

describe('arguments that Python would not take', () => {
  test.each<readonly [string, JsonObject, string]>([
    [
      'chaosk8s.pod.actions.terminate_pods',
      { label_selector: 'app=web', count: 1 },
      'chaosk8s.pod.actions.terminate_pods: it has no argument count (it has label_selector, name_pattern, all, rand, mode, qty, grace_period, ns, order)',
    ],
    [
      'chaosk8s.actions.kill_microservice',
      {},
      'chaosk8s.actions.kill_microservice: it requires the argument name',
    ],
    [
      'chaosk8s.networking.actions.remove_network_policy',
      { nam: 'deny', namespace: 'shop' },
      'chaosk8s.networking.actions.remove_network_policy: it requires the argument name; it has no argument nam (did you mean name?); it has no argument namespace (it has name, ns)',
    ],
  ])('%s %j', (name, given, message) => {
    expect(problemOf(name, given)).toBe(message);
  });

  test('an alias is called by its own name', () => {
    expect(problemOf('chaosk8s.probes.secret_exists', { key: 1 }, 'probe')).toMatch(
      /^chaosk8s\.probes\.secret_exists: it has no argument key/,
    );
  });
});

test('a probe must not change the cluster, an action may ask it', () => {
  const cordon = 'chaosk8s.node.actions.cordon_node';
  expect(problemOf(cordon, {}, 'probe')).toMatch(/^chaosk8s\.node\.actions\.cordon_node changes/);
  expect(problemOf(cordon, {}, 'action')).toBeUndefined();
  expect(problemOf('chaosk8s.node.probes.get_nodes', {}, 'action')).toBeUndefined();
});
