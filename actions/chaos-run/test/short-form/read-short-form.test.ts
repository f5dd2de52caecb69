import { expect, test } from '@jest/globals';
import { parseChecks } from '@kube-delivery/shared/http-check/parse-checks';
import { readExperiment } from '../../src/experiment/read-experiment.ts';
import { functionCatalogue } from '../../src/functions/catalogue.ts';
import { buildShortForm } from '../../src/short-form/read-short-form.ts';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { BuiltExperiment, ShortForm } from '../../src/short-form/read-short-form.ts';
import type { HypothesisCheck } from '../../src/short-form/hypothesis-check.ts';

const plain: ShortForm = {
  fault: 'pod-kill',
  target: 'deployment/web',
  count: undefined,
  percent: undefined,
  duration: 30_000,
  checks: undefined,
  command: undefined,
  container: undefined,
  namespace: 'shop',
};

function checksOf(text: string): readonly HypothesisCheck[] {
  const { checks, items } = parseChecks(text, ['during']);
  return checks.map((check, index) => {
    const { during, ...words } = items[index] ?? {};
    return { check, words: { ...words, name: check.name }, during: during === true };
  });
}

function build(given: Partial<ShortForm>): BuiltExperiment {
  const built = buildShortForm({ ...plain, ...given });
  if ('problems' in built) throw new Error(JSON.stringify(built.problems));
  return built;
}

function problemsOf(given: Partial<ShortForm>): readonly string[] {
  const built = buildShortForm({ ...plain, ...given });
  return 'problems' in built ? built.problems.map((each) => `${each.input}: ${each.message}`) : [];
}

test('a fault alone: the target is to be ready before, and again afterwards', () => {
  expect(build({})).toEqual({
    document: {
      title: 'pod-kill of deployment/web',
      description: 'What becomes of deployment/web when it meets pod-kill.',
      'steady-state-hypothesis': {
        title: 'deployment/web is ready',
        probes: [
          {
            type: 'probe',
            name: 'deployment/web is ready',
            tolerance: { type: 'jsonpath', path: '$.passed', expect: true },
            provider: {
              type: 'python',
              module: 'kube_delivery.probes',
              func: 'ready',
              arguments: { target: 'deployment/web', ns: 'shop' },
            },
          },
        ],
      },
      method: [
        {
          type: 'action',
          name: 'pod-kill',
          provider: {
            type: 'python',
            module: 'kube_delivery.actions',
            func: 'kill_pods',
            arguments: { target: 'deployment/web', ns: 'shop' },
          },
          pauses: { after: 30 },
        },
      ],
      rollbacks: [],
    },
    duringNames: [],
  });
});

test('checks: paths are asked at the target with its port, URLs where they point', () => {
  const checks = checksOf(`
- { name: health, path: /healthz, during: true, expect: { json: ['$.status = ok'] } }
- { name: price, path: '/p?$id=\${x}&c=$$', during: false }
- { name: shop, url: 'https://shop.example/' }
`);
  const { document, duringNames } = build({
    checks,
    target: 'service/web:80',
    duration: 0,
  });
  expect(duringNames).toEqual(['health']);
  expect(document).toMatchObject({
    'steady-state-hypothesis': {
      title: '3 checks pass, and service/web is ready',
      probes: [
        {
          name: 'health',
          provider: {
            arguments: {
              check: { name: 'health', path: '/healthz', expect: { json: ['$.status = ok'] } },
              target: 'service/web:80',
              ns: 'shop',
            },
          },
        },
        { provider: { arguments: { check: { path: '/p?$$id=$${x}&c=$$$' } } } },
        { provider: { arguments: { check: { name: 'shop', url: 'https://shop.example/' } } } },
        { name: 'service/web is ready', provider: { func: 'ready' } },
      ],
    },
    method: [{ provider: { arguments: { target: 'service/web', ns: 'shop' } } }],
    runtime: { hypothesis: { strategy: 'continuously' } },
  });
  expect(document.method).toEqual([expect.not.objectContaining({ pauses: expect.anything() })]);
  expect(JSON.stringify(document)).not.toContain('"during":');
});

const shapes: readonly (readonly [Partial<ShortForm>, string, JsonObject])[] = [
  [{ fault: 'pod-kill', count: 2 }, 'kill_pods', { count: 2 }],
  [{ fault: 'pod-crash', percent: 25 }, 'kill_pods', { percent: 25, grace_period: 0 }],
  [{ fault: 'scale-to', count: 0 }, 'scale', { replicas: 0 }],
  [{ fault: 'scale-to', percent: 50 }, 'scale', { percent: 50 }],
  [{ fault: 'rollout-restart' }, 'rollout_restart', {}],
  [{ fault: 'deny-ingress' }, 'deny_ingress', {}],
  [{ fault: 'deny-egress' }, 'deny_egress', {}],
  [{ fault: 'drain-node', count: 1 }, 'drain_node', { count: 1 }],
  [{ fault: 'cordon-node' }, 'cordon_node', {}],
  [
    { fault: 'exec', command: 'kill -9 1 # $HOME', container: 'app' },
    'exec_in_pods',
    { command: 'kill -9 1 # $$HOME', container: 'app' },
  ],
];

test.each(shapes)('%o is %s with %o', (given, func, expected) => {
  expect(build(given).document.method).toEqual([
    {
      type: 'action',
      name: given.fault ?? '',
      provider: {
        type: 'python',
        module: 'kube_delivery.actions',
        func,
        arguments: { target: 'deployment/web', ns: 'shop', ...expected },
      },
      pauses: { after: 30 },
    },
  ]);
});

test.each([
  [
    { target: 'web' },
    /^target: "web" is not a target; write deployment\/web, .* or node\/worker-1$/,
  ],
  [
    { fault: 'scale-to', target: 'service/web', count: 1 },
    'target: scale-to cannot be aimed at a service, only at deployment, statefulset',
  ],
  [
    { target: 'node/worker-1' },
    'target: pod-kill cannot be aimed at a node, only at deployment, statefulset, daemonset, service, pod',
  ],
  [{ count: 1, percent: 10 }, 'percent: count and percent exclude each other'],
  [{ count: 0 }, 'count: pod-kill of 0 objects would do nothing'],
  [
    { fault: 'scale-to' },
    'count: scale-to needs count (how many replicas are left) or percent (of those there are)',
  ],
  [{ fault: 'exec' }, 'command: exec needs command: what is run in the pods'],
  [{ fault: 'deny-ingress', count: 2 }, 'count: deny-ingress knows no count'],
  [{ command: 'ls' }, 'command: pod-kill knows no command'],
  [
    {
      fault: 'cordon-node',
      target: 'node/a',
      checks: checksOf('[{ path: /x }, { url: http://x/ }]'),
    },
    'hypothesis: check /x has a path, but node/a answers no requests; give it a url',
  ],
] as const)('%o is refused: %s', (given, expected) => {
  const problems = problemsOf(given);
  expect(problems).toHaveLength(1);
  if (typeof expected === 'string') expect(problems).toEqual([expected]);
  else expect(problems[0]).toMatch(expected);
});

test('everything that is wrong is said at once', () => {
  expect(problemsOf({ fault: 'exec', target: 'x', count: 1, percent: 2 })).toHaveLength(3);
});

test.each(shapes)('%o is a valid experiment of functions that run natively', (given) => {
  const checks = checksOf('- { path: /healthz, during: true }');
  const text = JSON.stringify(build({ ...given, checks }).document);
  const read = readExperiment(text, 'experiment.json', {
    pythonProblem: (provider, type) => functionCatalogue.problem(provider, type),
    compat: 'strict',
    allowProcess: false,
    allowHttp: false,
    programs: { environment: {}, folder: '/' },
  });
  expect(read).toMatchObject({ experiment: { method: [{ type: 'action' }] }, warnings: [] });
});
