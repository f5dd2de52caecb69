import { describe, expect, test } from '@jest/globals';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import { InputError } from '@kube-delivery/shared/action/errors';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { readInputs } from '../src/inputs.ts';
import type { Inputs } from '../src/inputs.ts';

const warnings: string[] = [];
const context = {
  log: { warning: (message: string) => warnings.push(message) },
  run: { eventName: 'push', event: {}, workspace: '/', temp: '/tmp' },
  secrets: { add: () => undefined, redact: (text: string) => text },
  environment: {},
} as unknown as ActionContext;

function read(given: Record<string, string>): Inputs {
  const server = { server: 'https://203.0.113.7:6443', token: 'a-token', namespace: 'shop' };
  const all: Record<string, string> = { route: 'httproute/web', ...server, ...given };
  const reader = new InputReader((name) => all[name]);
  const inputs = readInputs(reader, context);
  reader.finish();
  return inputs;
}

const minute = { soak: 60_000, minRequests: 0 };
const probe = { 'probe-url': 'http://shop.example/version', 'probe-version': 'json: $.version' };

test('defaults are those of the contract', () => {
  expect(read({})).toMatchObject({
    mode: 'run',
    route: 'web',
    steps: [5, 20, 50, 100].map((weight) => ({ weight, ...minute })),
    probe: undefined,
    metrics: undefined,
    propagationTimeout: 30_000,
    onFailure: 'rollback',
    onInconclusive: 'hold',
    promote: true,
    drain: 30_000,
    retry: false,
  });
});

describe('steps', () => {
  test.each([
    [
      '5, 50',
      [
        { weight: 5, ...minute },
        { weight: 50, ...minute },
      ],
    ],
    [
      '0.5\n100%',
      [
        { weight: 0.5, ...minute },
        { weight: 100, ...minute },
      ],
    ],
    [
      '[10, 100]',
      [
        { weight: 10, ...minute },
        { weight: 100, ...minute },
      ],
    ],
    [
      '- 10\n- 100',
      [
        { weight: 10, ...minute },
        { weight: 100, ...minute },
      ],
    ],
    [
      '- {weight: 5, soak: 2m, min-requests: 100}\n- weight: 100%',
      [
        { weight: 5, soak: 120_000, minRequests: 100 },
        { weight: 100, ...minute },
      ],
    ],
  ])('%j', (steps, expected) => {
    expect(read({ steps }).steps).toEqual(expected);
  });
});

describe('a probe', () => {
  test('has all that it is sent with', () => {
    const inputs = read({
      ...probe,
      'probe-host': 'shop.example',
      'probe-header': 'X-Canary: always\nAccept: text/html',
    });
    expect(inputs.probe).toMatchObject({
      rate: 20,
      target: {
        host: 'shop.example',
        headers: { 'x-canary': 'always', accept: 'text/html' },
        version: { kind: 'json', path: ['version'] },
      },
    });
  });
});

const wrong: [string, Record<string, string>, RegExp][] = [
  ['no route', { route: '' }, /route: is required/],
  [
    'another kind of route',
    { route: 'ingress/web' },
    /route: "ingress\/web" is not a route that this/,
  ],
  ['a route without a kind', { route: 'web' }, /route: "web" is not a route/],
  ['steps that fall', { steps: '5,50,20' }, /steps: must rise, and step 3 goes from 50 to 20/],
  ['a step of 0', { steps: '0,100' }, /steps: "0" is no weight/],
  ['a step over 100', { steps: '101' }, /steps: "101" is no weight/],
  ['a step that is no number', { steps: 'some' }, /steps: "some" is no weight/],
  [
    'a step with a soak without unit',
    { steps: '- {weight: 5, soak: 30}' },
    /steps: line 1: soak 30 is not a duration/,
  ],
  [
    'a step with an unknown key',
    { steps: '- weight: 5\n- weight: 6\n  pause: 1m' },
    /steps: line 2: "pause" is not known/,
  ],
  ['steps that are a map', { steps: 'weight: 5' }, /steps: is not a list of steps/],
  ['steps that are no YAML', { steps: '- {weight: 5' }, /steps: line 1 is not valid YAML/],
  [
    'set-weight without a weight',
    { mode: 'set-weight' },
    /weight: is required with mode set-weight/,
  ],
  ['a weight without set-weight', { weight: '5' }, /weight: goes with mode set-weight/],
  [
    'a probe without a version',
    { 'probe-url': 'http://x/' },
    /probe-version: is required with probe-url/,
  ],
  [
    'a version without a probe',
    { 'probe-version': 'header: x' },
    /probe-version: goes with probe-url/,
  ],
  [
    'a version that is none',
    { ...probe, 'probe-version': 'x-version' },
    /probe-version: "x-version" is not understood/,
  ],
  [
    'a probe by ftp',
    { ...probe, 'probe-url': 'ftp://x/' },
    /probe-url: "ftp:\/\/x\/" is not a URL/,
  ],
  [
    'a header that is none',
    { ...probe, 'probe-header': 'secret' },
    /probe-header: has a line that is no header/,
  ],
  [
    'a rate the wrong way round',
    { ...probe, 'success-rate': '<= 99' },
    /success-rate: "<= 99" is the wrong way round/,
  ],
  [
    'a latency without unit',
    { ...probe, 'latency-p99': '<= 400' },
    /latency-p99: "<= 400" is not a threshold/,
  ],
  [
    'a bound without a source',
    { 'success-rate': '>= 99' },
    /success-rate: needs prometheus-url or probe-url/,
  ],
  [
    'a query without Prometheus',
    { queries: '- {name: a, query: up, threshold: ">= 1"}' },
    /queries: needs prometheus-url/,
  ],
  [
    'a query with an unknown name',
    {
      'prometheus-url': 'http://p/',
      queries: '- {name: a, query: "up{p=\'{{pod}}\'}", threshold: ">= 1"}',
    },
    /queries: line 1: \{\{pod\}\} is not known/,
  ],
  [
    'a query without a threshold',
    { 'prometheus-url': 'http://p/', queries: '- {name: a, query: up}' },
    /queries: line 1: name, query and threshold are required/,
  ],
  [
    'a token without Prometheus',
    { 'prometheus-token': 'secret' },
    /prometheus-token: goes with prometheus-url/,
  ],
  ['a soak without a unit', { soak: '60' }, /soak: "60" has no unit/],
  ['an unknown mode', { mode: 'shift' }, /mode: "shift" is not known/],
  [
    'on-inconclusive: extend',
    { 'on-inconclusive': 'extend' },
    /on-inconclusive: "extend" is not known/,
  ],
];

test.each(wrong)('%s is refused', (_, given, message) => {
  expect(() => read(given)).toThrow(message);
});

test('all wrong inputs are told at once', () => {
  try {
    read({ route: 'x', steps: '0', soak: '1', mode: 'y', 'success-rate': '99' });
    throw new Error('nothing was refused');
  } catch (thrown) {
    const problems = thrown instanceof InputError ? thrown.problems : [];
    expect(problems.map(({ input }) => input)).toEqual([
      'mode',
      'soak',
      'route',
      'steps',
      'success-rate',
    ]);
  }
});

test('soaks that pass the longest job are warned about', () => {
  read({ soak: '2h' });
  expect(warnings.join()).toContain('longer than the 6 hours');
});
