import { expect, test } from '@jest/globals';
import { InputError } from '@kube-delivery/shared/action/errors';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import { readInputs } from '../../src/inputs.ts';

const kill = { fault: 'pod-kill', target: 'deployment/web', namespace: 'shop' };
const file = { experiment: 'actions/chaos-run/test/inputs/touch.yaml', 'allow-process': 'true' };
const during = '[{ name: answers, path: /, during: true }, { name: starts, path: /start }]';

/** Why inputs are refused, in `mode: validate`, which needs no connection. */
function refusals(inputs: Readonly<Record<string, string>>): readonly string[] {
  const given: Readonly<Record<string, string>> = { mode: 'validate', ...inputs };
  const reader = new InputReader((name) => given[name]);
  const context = quietContext();
  try {
    readInputs(reader, { ...context, run: { ...context.run, workspace: process.cwd() } });
    reader.finish();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ input, message }) => `${input}: ${message}`);
  }
}

const ofExperiment = 'goes with experiment: a fault has no configuration and no secrets';

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['a file alone', file, []],
  [
    'a target beside a file',
    { ...file, target: 'deployment/web' },
    [
      'target: goes with fault, or with ready-pods-below of abort-on: what an experiment hits is in its file',
    ],
  ],
  [
    'a target whose pods are counted',
    { ...file, target: 'deployment/web', 'abort-on': '{ ready-pods-below: 1 }' },
    [],
  ],
  [
    'a target beside an abort-on that is wrong',
    { ...file, target: 'deployment/web', 'abort-on': '{ ready-pods-below: few }' },
    ['abort-on: ready-pods-below is "few", not a whole number of at least 1'],
  ],
  ['values beside a file', { ...file, var: 'a=1', configuration: 'b: 2', secrets: 'c: {}' }, []],
  ['a variable beside a fault', { ...kill, var: 'a=1' }, [`var: ${ofExperiment}`]],
  [
    'values beside a fault',
    { ...kill, configuration: 'b: 2', secrets: 'c: {}' },
    [`configuration: ${ofExperiment}`, `secrets: ${ofExperiment}`],
  ],
  [
    'a file of values beside a fault',
    { ...kill, 'var-file': 'actions/chaos-run/test/inputs/values.env' },
    [`var-file: ${ofExperiment}`],
  ],
  ['a check during the fault', { ...kill, hypothesis: during }, []],
  ...(['default', 'during-method-only', 'continuously', 'continously'] as const).map(
    (strategy): [string, Readonly<Record<string, string>>, readonly string[]] => [
      `a check during the fault, and the strategy ${strategy}`,
      { ...kill, hypothesis: during, 'hypothesis-strategy': strategy },
      [],
    ],
  ),
  ...(['before-method-only', 'after-method-only'] as const).flatMap(
    (strategy): [string, Readonly<Record<string, string>>, readonly string[]][] => [
      [
        `a check that the strategy ${strategy} never asks during`,
        { ...kill, hypothesis: during, 'hypothesis-strategy': strategy },
        [
          `hypothesis-strategy: ${strategy} never asks during the fault, which during: true wants of "answers"`,
        ],
      ],
      [
        `a check that abort-on asks for with the strategy ${strategy}`,
        {
          ...kill,
          hypothesis: during,
          'hypothesis-strategy': strategy,
          'abort-on': '{ hypothesis-failures: 1 }',
        },
        [],
      ],
      [
        `checks before and after, and the strategy ${strategy}`,
        { ...kill, hypothesis: '- path: /', 'hypothesis-strategy': strategy },
        [],
      ],
    ],
  ),
  ['what mode: recover does not look at', { mode: 'recover', target: 'deployment/web' }, []],
])('%s', (_, inputs, problems) => {
  const { mode } = inputs;
  const connection = mode === 'recover' ? { server: 'https://127.0.0.1:1', token: 't' } : {};
  expect(refusals({ ...inputs, ...connection })).toEqual(problems);
});
