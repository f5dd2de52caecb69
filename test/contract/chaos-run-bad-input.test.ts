import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { workspaceWith } from '../e2e/support/manifest-folder.ts';
import { runBundle, startBundle } from './support/run-bundle.ts';

const provider = { type: 'process', path: 'true' };
const action = { type: 'action', name: 'act', provider };
const valid = { title: 'a title', description: 'a description', method: [action] };

/** Fields of an experiment, or the text of its file. */
type Content = Readonly<Record<string, unknown>> | string;

function python(module: string, func: string, given: object = {}): Content {
  return {
    ...valid,
    method: [{ ...action, provider: { type: 'python', module, func, arguments: given } }],
  };
}

const pods = 'chaosk8s.pod.actions';

const refused: readonly (readonly [string, Content, Record<string, string>, RegExp])[] = [
  ['text that is no YAML', 'title: [', {}, /chaos\.yaml:1: is not valid YAML/],
  ['an experiment without a title', { ...valid, title: undefined }, {}, /title/],
  ['an experiment without a method', { ...valid, method: undefined }, {}, /method/],
  [
    'an activity of no type',
    { ...valid, method: [{ name: 'act', provider }] },
    {},
    /chaos\.yaml:\d+: .*type/,
  ],
  ['a reference to nothing', { ...valid, method: [{ ref: 'elsewhere' }] }, {}, /elsewhere/],
  [
    'a tolerance of a wrong kind',
    {
      ...valid,
      'steady-state-hypothesis': {
        title: 'h',
        probes: [{ type: 'probe', name: 'p', provider, tolerance: { type: 'sometimes' } }],
      },
    },
    {},
    /sometimes/,
  ],
  [
    'a path of JSON that jsonpath2 does not read',
    {
      ...valid,
      'steady-state-hypothesis': {
        title: 'h',
        probes: [
          {
            type: 'probe',
            name: 'p',
            provider,
            tolerance: { type: 'jsonpath', path: '$.a[?(@.b == 1)]' },
          },
        ],
      },
    },
    {},
    /==/,
  ],
  ['an unknown function', python(pods, 'terminate_pod'), {}, /did you mean .*terminate_pods\?/],
  [
    'an argument that a function does not have',
    python(pods, 'terminate_pods', { count: 2 }),
    {},
    /it has no argument count/,
  ],
  [
    'a function of Chaos Toolkit that does not run natively',
    python('chaosk8s.node.actions', 'delete_nodes'),
    {},
    /delete_nodes is not supported/,
  ],
  ['a function of another extension', python('chaosaws.ec2.actions', 'stop'), {}, /no Python here/],
  ['a command that is not allowed', valid, { 'allow-process': 'false' }, /allow-process/],
  [
    'a request that is not allowed',
    { ...valid, method: [{ ...action, provider: { type: 'http', url: 'http://127.0.0.1/' } }] },
    { 'allow-http': 'false' },
    /allow-http/,
  ],
  [
    'a secret that is not in the environment',
    { ...valid, secrets: { app: { token: { type: 'env', key: 'NOT_THERE' } } } },
    {},
    /NOT_THERE/,
  ],
  [
    'a secret of a vault',
    { ...valid, secrets: { app: { token: { type: 'vault', path: 'a', key: 'b' } } } },
    {},
    /vault/i,
  ],
  [
    'an unknown key of abort-on',
    valid,
    { 'abort-on': 'max-durations: 1m' },
    /did you mean max-duration/,
  ],
  ['a duration without a unit', valid, { 'recovery-timeout': '30' }, /30s/],
  ['a percentage over all', valid, { 'max-percent': '120%' }, /0% to 100%/],
  [
    'a fault beside an experiment',
    valid,
    { fault: 'pod-kill', target: 'deployment/web' },
    /exactly one/,
  ],
  ['a count without a fault', valid, { count: '1' }, /goes with fault/],
  [
    'a target beside an experiment',
    valid,
    { target: 'deployment/web' },
    /goes with fault, or with/,
  ],
  ['a variable without a value', valid, { var: 'name' }, /name/],
  ['a file of variables that is not there', valid, { 'var-file': 'vars.yaml' }, /does not exist/],
  ['a journal outside of the workspace', valid, { journal: '../../../journal.json' }, /outside/],
  ['secrets that are no map', valid, { secrets: 'hunter22' }, /not one YAML map/],
];

test.each(refused)('%s is refused, and nothing is done', async (_, content, inputs, reason) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const workspace = workspaceWith({ 'chaos.yaml': text });
  const { exitCode, outputs, stdout } = await runBundle('chaos-run', {
    workspace,
    inputs: { experiment: 'chaos.yaml', 'allow-process': 'true', ...inputs },
  });
  expect(outputs.verdict).toBe('invalid');
  expect(outputs.reason).toMatch(reason);
  expect(outputs.reason).not.toContain('hunter22');
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^::error/m);
  expect(existsSync(path.join(workspace, 'journal.json'))).toBe(false);
});

test.each([
  [{}, /exactly one of experiment and fault/],
  [{ fault: 'pod-kil', target: 'deployment/web' }, /pod-kil/],
  [{ fault: 'pod-kill' }, /target: is required with fault/],
  [{ fault: 'scale-to', target: 'deployment/web' }, /scale-to needs count/],
  [{ fault: 'exec', target: 'deployment/web' }, /exec needs command/],
  [{ fault: 'pod-kill', target: 'job/web' }, /is not a target/],
  [{ fault: 'cordon-node', target: 'node/a', hypothesis: '- { name: x }' }, /hypothesis/],
  [{ fault: 'pod-kill', target: 'deployment/web', count: '1', percent: '50%' }, /exclude/],
  [{ fault: 'pod-kill', target: 'deployment/web', var: 'a=1' }, /var: goes with experiment/],
  [{ fault: 'pod-kill', target: 'deployment/web', secrets: 'a: {}' }, /secrets: goes with exp/],
  [
    {
      fault: 'pod-kill',
      target: 'deployment/web',
      hypothesis: '- { path: /, during: true }',
      'hypothesis-strategy': 'after-method-only',
    },
    /after-method-only never asks during the fault/,
  ],
  [{ mode: 'recovery' }, /recovery/],
])('inputs %j are refused', async (inputs, reason) => {
  const { outputs } = await runBundle('chaos-run', { inputs });
  expect(outputs.verdict).toBe('invalid');
  expect(outputs.reason).toMatch(reason);
});

test('a pull request from a fork does not run experiments', async () => {
  const { outputs } = await runBundle('chaos-run', {
    workspace: workspaceWith({ 'chaos.yaml': JSON.stringify(valid) }),
    inputs: { experiment: 'chaos.yaml', 'allow-process': 'true' },
    environment: { GITHUB_EVENT_NAME: 'pull_request_target' },
  });
  expect(outputs.verdict).toBe('invalid');
  expect(outputs.reason).toContain('allow-untrusted-events');
});

test('several wrong places are told at once, each at its line', async () => {
  const text = [
    'title: a title',
    'description: a description',
    'method:',
    '  - type: action',
    '    name: first',
    '    provider: { type: python, module: chaosk8s.pod.actions, func: terminate_pod }',
    '  - type: act',
    '    name: second',
    '    provider: { type: process, path: "true" }',
  ].join('\n');
  const running = startBundle('chaos-run', {
    workspace: workspaceWith({ 'chaos/one.yaml': text }),
    inputs: { experiment: 'chaos', mode: 'validate', 'allow-process': 'true' },
  });
  const { stdout } = await running.finished;
  expect(stdout).toMatch(/::error file=chaos\/one\.yaml,line=6::.*terminate_pods/);
  expect(stdout).toMatch(/::error file=chaos\/one\.yaml,line=7::.*act/);
});
