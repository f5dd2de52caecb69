import { expect, test } from '@jest/globals';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { Caps } from '../src/blast-radius/caps.ts';
import { checkScope } from '../src/experiment/check-scope.ts';
import type { CheckedScope } from '../src/experiment/check-scope.ts';
import type { Experiment } from '../src/experiment/experiment.ts';
import { readExperiment } from '../src/experiment/read-experiment.ts';
import { functionCatalogue } from '../src/functions/catalogue.ts';
import { reachOf } from '../src/preflight.ts';
import { rules as commonRules } from './experiment/rules.ts';

const rules = {
  ...commonRules,
  pythonProblem: functionCatalogue.problem.bind(functionCatalogue),
};

const caps: Caps = {
  optIn: 'required',
  namespaces: ['shop'],
  protectedNamespaces: ['kube-system'],
  maxTargets: 1,
  maxPercent: 50,
  minReadyRemaining: 1,
  minimumAge: 0,
  respectPdb: true,
};

const probe = {
  type: 'probe',
  name: 'which',
  provider: { type: 'python', module: 'os.path', func: 'exists', arguments: { path: 'x' } },
};

function killing(ns: unknown, more: JsonObject = {}): Experiment {
  const given = { label_selector: 'app=web', ns };
  const provider = {
    type: 'python',
    module: 'chaosk8s.pod.actions',
    func: 'terminate_pods',
    arguments: given,
  };
  const method = [{ type: 'action', name: 'kill', provider }];
  const text = JSON.stringify({ title: 't', description: 'd', ...more, method }, undefined, 1);
  const read = readExperiment(text, 'chaos/kill.json', rules);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.experiment;
}

function checked(experiment: Experiment, hidden: string[] = []): CheckedScope {
  const given = { variables: {}, configuration: {}, secrets: {} };
  const hide = (value: string): void => void hidden.push(value);
  return checkScope(experiment, given, { environment: { NS: 'other' }, rules, hide });
}

/** Why an experiment that kills pods of `ns` is refused before anything is asked. */
function refusals(ns: unknown, more?: JsonObject): readonly string[] {
  const experiment = killing(ns, more);
  const { known, problems } = checked(experiment);
  const reach = reachOf(experiment, known, caps);
  return [...problems, ...reach.problems].map(({ file, line, message }) => {
    expect(file).toBe('chaos/kill.json');
    return message.replace(`chaos/kill.json:${line ?? 0}: `, '');
  });
}

const env = (key: string): JsonObject => ({ type: 'env', key });

test.each<[string, unknown, JsonObject | undefined, readonly RegExp[]]>([
  ['a namespace that is allowed', 'shop', undefined, []],
  ['one that is not', 'other', undefined, [/^kill would touch the namespace other, which is not/]],
  ['one by its variable', '${ns}', { configuration: { ns: env('NS') } }, [/namespace other/]],
  ['a number', 5, undefined, [/^kill cannot be called: argument ns is 5, but must be a text$/]],
  ['a map', { a: 1 }, undefined, [/argument ns is \{"a":1\}, but must be a text/]],
  ['a list by its name', '${ns}', { configuration: { ns: ['a'] } }, [/argument ns is \["a"\]/]],
  ['a name that nothing declares', '${ns}', undefined, [/"\$\{ns\}", which is not a name/]],
  ['no name at all', '', undefined, [/names the namespace "", which is not a name/]],
  ['what a probe will give', '${ns}', { configuration: { ns: probe } }, []],
  ['what it is a part of', 'x-${ns}', { configuration: { ns: probe } }, []],
  [
    'a variable that is missing, which is told once',
    '${ns}',
    { configuration: { ns: env('NOT_THERE') } },
    [/^configuration\.ns: the environment variable NOT_THERE is not set/],
  ],
  [
    'a secret that is missing, which is told once',
    '${ns}',
    { secrets: { app: { ns: env('NOT_THERE') } } },
    [/^secrets\.app\.ns: the environment variable NOT_THERE is not set/],
  ],
  [
    'something missing beside a namespace that is not allowed: both',
    'other',
    { secrets: { app: { token: env('NOT_THERE') } } },
    [/NOT_THERE/, /namespace other/],
  ],
])('known before anything is asked: %s', (_, ns, more, reasons) => {
  expect(refusals(ns, more)).toEqual(reasons.map((reason) => expect.stringMatching(reason)));
});

test('what a probe gave is held against the namespaces, too', () => {
  const experiment = killing('${ns}', { configuration: { ns: probe } });
  const scope = { configuration: { ns: true }, secrets: {} };
  const [problem] = reachOf(experiment, scope, caps).problems;
  expect(problem?.message).toContain('argument ns is true, but must be a text');
});

test('secrets are hidden before anything is told', () => {
  const hidden: string[] = [];
  checked(killing('shop', { secrets: { app: { token: env('NS') } } }), hidden);
  expect(hidden).toEqual(['other']);
});
