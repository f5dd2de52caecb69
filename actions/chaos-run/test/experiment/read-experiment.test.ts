import { expect, test } from '@jest/globals';
import type { Experiment } from '../../src/experiment/experiment.ts';
import { readExperiment } from '../../src/experiment/read-experiment.ts';
import type { ExperimentRules } from '../../src/experiment/reading.ts';
import { rules } from './rules.ts';

const whole = `title: Pods come back
description: Kills one
tags: [pods]
configuration:
  url: http://127.0.0.1:1/
controls:
  - name: report
    provider: {type: python, module: chaosreport}
steady-state-hypothesis:
  title: It answers
  probes:
    - type: probe
      name: answers
      tolerance: 200
      timeout: 3
      provider:
        type: http
        url: \${url}
        timeout: [1, 2]
        expected_status: 200
method:
  - ref: answers
    background: true
  - type: action
    name: copy
    pauses: {before: 0, after: "\${later}"}
    provider:
      type: process
      path: echo
      arguments: {"-n": x}
      timeout: 5
rollbacks:
  - type: action
    name: look
    provider:
      type: python
      module: os.path
      func: exists
      arguments: {path: /tmp}
      secrets: [app]
runtime:
  hypothesis: {strategy: continously}
  rollbacks: {strategy: always}
`;

function read(
  text: string,
  changed: Partial<ExperimentRules> = {},
): { readonly experiment: Experiment; readonly warnings: readonly string[] } {
  const reading = readExperiment(text, 'e.yaml', { ...rules, ...changed });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading;
}

function problems(text: string, changed: Partial<ExperimentRules> = {}): readonly string[] {
  const reading = readExperiment(text, 'e.yaml', { ...rules, ...changed });
  if (!('problems' in reading)) throw new Error('it was taken');
  return reading.problems.map(({ line, message }) => `${line}: ${message}`);
}

test('reads a whole experiment', () => {
  const { experiment } = read(whole);
  const { hypothesis, method, rollbacks } = experiment;
  expect(experiment).toMatchObject({
    file: 'e.yaml',
    title: 'Pods come back',
    hypothesisStrategy: 'continuously',
    rollbackStrategy: 'always',
    controls: ['report'],
  });
  expect(hypothesis).toMatchObject({
    title: 'It answers',
    probes: [
      {
        type: 'probe',
        name: 'answers',
        tolerance: 200,
        line: 12,
        provider: {
          type: 'http',
          url: '${url}',
          method: 'GET',
          headers: {},
          timeout: [1, 2],
          verifyTls: true,
          maxRetries: 0,
        },
      },
    ],
  });
  expect(method).toMatchObject([
    { name: 'answers', background: true, tolerance: undefined, line: 22 },
    {
      name: 'copy',
      type: 'action',
      background: false,
      line: 24,
      provider: { type: 'process', path: 'echo', arguments: { '-n': 'x' }, timeout: 5 },
    },
  ]);
  expect(method[0]?.document).toBe(hypothesis?.probes[0]?.document);
  expect(method[1]?.pauses).toEqual({ after: '${later}' });
  expect(rollbacks).toMatchObject([
    {
      line: 33,
      provider: {
        module: 'os.path',
        func: 'exists',
        arguments: { path: '/tmp' },
        secrets: ['app'],
      },
    },
  ]);
});

test('warns of what has no effect, in the order of the file', () => {
  expect(read(whole).warnings).toEqual([
    'e.yaml:7: controls (report) are Python modules and are not run',
    'e.yaml:15: timeout of an activity is never looked at; set timeout in its provider',
    'e.yaml:20: expected_status is never looked at; check the status by a tolerance',
    'e.yaml:30: a map of arguments is deprecated; write a list',
    `e.yaml:40: there is no group "app" among the experiment's secrets`,
  ]);
});

test('takes an experiment without hypothesis, rollbacks and strategies', () => {
  const { experiment, warnings } = read('{title: 1.0, description: d, method: []}');
  expect(experiment).toMatchObject({ title: '1.0', method: [], rollbacks: [], controls: [] });
  expect(experiment.hypothesis).toBeUndefined();
  expect(experiment.hypothesisStrategy).toBeUndefined();
  expect(experiment.rollbackStrategy).toBeUndefined();
  expect(warnings).toEqual([]);
});

test('takes a hypothesis without probes for none, with a warning', () => {
  const text = 'title: t\ndescription: d\nmethod: []\nsteady-state-hypothesis: {title: h}\n';
  const { experiment, warnings } = read(text);
  expect(experiment.hypothesis).toBeUndefined();
  expect(warnings).toEqual(['e.yaml:4: the hypothesis has no probes, so nothing is asked']);
});

test('names every problem with its line', () => {
  const text = `title: t
method:
  - type: probee
    name: one
    provider: {type: htp}
  - ref: tw
  - type: probe
    name: two
    pauses: {before: soon, after: -1}
    provider:
      type: python
      module: os.path
      func: exist
rollback: []
runtime:
  rollbacks: {strategy: alway}
secrets:
  app:
    token: {type: vault, path: p}
`;
  expect(problems(text)).toEqual([
    '1: an experiment needs a description',
    '3: type "probee" is not one of probe and action (did you mean probe?)',
    '5: provider type "htp" is unknown (did you mean http?); known are python, http, process',
    '6: ref "tw" names no activity of method and hypothesis (did you mean two?)',
    '9: the pause before an activity must be a number of seconds, or ${name} of a variable',
    '9: the pause after an activity must be a number of seconds, or ${name} of a variable',
    '13: os.path.exist is unknown',
    '16: strategy "alway" of rollbacks is unknown (did you mean always?); known are default, ' +
      'always, never, deviated',
    '19: secrets of Vault are not read here; read it in an earlier step, and give it by an ' +
      'environment variable (type: env)',
  ]);
});

test('tells of a key that was meant to be another', () => {
  const text = 'title: t\ndescription: d\nmethod: []\nrollback: []\n';
  const warning = '"rollback" is not a key of an experiment (did you mean rollbacks?)';
  expect(read(text).warnings).toEqual([`e.yaml:4: ${warning}`]);
});

test('refuses processes and HTTP requests that are not allowed, with every compat', () => {
  const changed = { allowProcess: false, allowHttp: false, compat: 'chaostoolkit' } as const;
  expect(problems(whole, changed)).toEqual([
    '16: sends an HTTP request, and HTTP requests are not allowed; allow them by allow-http: true',
    '27: runs a process, and processes are not allowed; allow them by allow-process: true where ' +
      'the experiment is trusted',
  ]);
  const dynamic = `title: t
description: d
method: []
configuration:
  a: {type: probe, name: a, provider: {type: process, path: echo}}
`;
  expect(problems(dynamic, changed)).toHaveLength(1);
});

const wrongProbe = `title: t
description: d
method: []
configuration:
  a: {type: probe, name: a, provider: {type: http}}
`;

test('refuses a wrong probe of the configuration, and lets compat find out', () => {
  expect(problems(wrongProbe)).toEqual(['5: an http provider needs a `url`']);
  expect(read(wrongProbe, { compat: 'chaostoolkit' }).warnings).toEqual([
    'e.yaml:5: an http provider needs a `url`',
  ]);
});

test('gives a probe that is a tolerance its value, which compat wants in the file', () => {
  const text = whole.replace(
    'tolerance: 200',
    'tolerance: {type: probe, name: n, provider: {type: python, module: os.path, func: exists, ' +
      'arguments: {path: /}}}',
  );
  const seen: string[] = [];
  const pythonProblem: ExperimentRules['pythonProblem'] = (provider) => {
    seen.push(Object.keys(provider.arguments).join());
    return undefined;
  };
  read(text, { pythonProblem });
  read(text, { pythonProblem, compat: 'chaostoolkit' });
  expect(seen).toEqual(['value,path', 'path', 'path', 'path']);
});

test('takes the hypothesis before the method where a name stands twice', () => {
  const text = whole.replace('name: copy', 'name: answers');
  expect(read(text).experiment.method[0]?.provider.type).toBe('http');
});

test.each([
  ['rollbacks:\n  - ref: look\n  - type: action\n    name: look', '33: ref "look" names no'],
  ['rollbacks:\n  - type: action\n    name: look', undefined],
])('finds references of rollbacks: %j', (rollbacks, problem) => {
  const text = whole.replace('rollbacks:\n  - type: action\n    name: look', rollbacks);
  if (problem === undefined) expect(read(text).experiment.rollbacks).toHaveLength(1);
  else expect(problems(text)).toEqual([expect.stringContaining(problem)]);
});

test('takes the tolerance of a reference in the hypothesis from the reference', () => {
  const text = whole.replace(
    'method:\n',
    '    - {ref: answers, type: probe, tolerance: 201}\nmethod:\n',
  );
  const probes = read(text).experiment.hypothesis?.probes ?? [];
  expect(probes.map(({ name, tolerance, line }) => [name, tolerance, line])).toEqual([
    ['answers', 200, 12],
    ['answers', 201, 21],
  ]);
  expect(probes[1]?.document).toBe(probes[0]?.document);
});

test('refuses a reference to a reference', () => {
  const text = `${whole.replace('ref: answers', 'ref: second')}  # end\n`.replace(
    '  - type: action\n    name: copy',
    '  - ref: answers\n    name: second\n  - type: action\n    name: copy',
  );
  expect(problems(text)).toEqual(['22: ref "second" names an activity that is a reference itself']);
});

test.each([
  ['', '1: is empty'],
  ['{}', '1: is empty'],
  ['- a', '1: is not an experiment: it must be a map'],
  ['a: [', '1: is not valid YAML'],
])('refuses %j', (text, problem) => {
  expect(problems(text)).toEqual([expect.stringContaining(problem)]);
});
