import { expect, test } from '@jest/globals';
import { createLog } from '@kube-delivery/shared/action/create-log';
import { InputError } from '@kube-delivery/shared/action/errors';
import { createSecrets } from '@kube-delivery/shared/action/secrets';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { RecordedWorld } from '../../../../shared/test/action/recorded-world.ts';
import { ActivityFailedError } from '../../src/activity-failed.ts';
import type { Play } from '../../src/engine/play.ts';
import type { Scope } from '../../src/experiment/experiment.ts';
import { loadScope } from '../../src/experiment/load-scope.ts';
import type { GivenScope } from '../../src/experiment/check-scope.ts';
import { readExperiment } from '../../src/experiment/read-experiment.ts';
import type { ExperimentRules } from '../../src/experiment/reading.ts';
import { substitute } from '../../src/experiment/substitute.ts';
import { rules } from './rules.ts';

interface Loading {
  readonly given?: Partial<GivenScope>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly play?: Play;
  readonly signal?: AbortSignal;
  readonly changed?: Partial<ExperimentRules>;
}

interface Loaded {
  readonly scope: Scope;
  readonly dynamic: readonly string[];
  readonly hidden: readonly string[];
  readonly warnings: readonly string[];
}

const noPlay: Play = (activity) => Promise.reject(new Error(`${activity.name} was played`));

async function load(values: string, loading: Loading = {}): Promise<Loaded> {
  const { given, environment = {}, play = noPlay, changed = {} } = loading;
  const text = `title: t\ndescription: d\nmethod: []\n${values}`;
  const allowed = { ...rules, ...changed };
  const read = readExperiment(text, 'e.yaml', allowed);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const recorded = new RecordedWorld();
  const hidden: string[] = [];
  const loaded = await loadScope(
    read.experiment,
    { variables: {}, configuration: {}, secrets: {}, ...given },
    play,
    {
      environment,
      signal: loading.signal ?? new AbortController().signal,
      log: createLog(
        recorded,
        createSecrets(() => undefined),
      ),
      hide: (value) => hidden.push(value),
      rules: allowed,
    },
  );
  return { ...loaded, hidden, warnings: recorded.annotations };
}

async function configurationOf(values: string, loading: Loading = {}): Promise<JsonObject> {
  const { scope } = await load(`configuration:\n${values}`, loading);
  return scope.configuration;
}

test.each<[string, string | undefined, Json]>([
  ['key: A', 'x', 'x'],
  ['key: A, default: y', undefined, 'y'],
  ['key: A, default: y', '', ''],
  ['key: A, default: null', undefined, null],
  ['key: A, env_var_type: int', '7', 7],
  ['key: A, env_var_type: int, default: "8"', undefined, 8],
  ['key: A, env_var_type: int, default: 8.7', undefined, 8],
  ['key: A, env_var_type: float, default: 8', undefined, 8],
  ['key: A, env_var_type: number', '1.5', 1.5],
  ['key: A, env_var_type: bool', 'No', false],
  ['key: A, env_var_type: bool, default: true', undefined, true],
  ['key: A, env_var_type: json', '{"b": [1]}', { b: [1] }],
  ['key: A, env_var_type: json, default: {c: 1}', undefined, { c: 1 }],
  ['key: A, env_var_type: bytes', 'b', 'b'],
])('reads {type: env, %s} where the variable is %j', async (definition, variable, value) => {
  const environment: Record<string, string> = variable === undefined ? {} : { A: variable };
  const configuration = await configurationOf(`  a: {type: env, ${definition}}`, { environment });
  expect(configuration).toEqual({ a: value });
});

test('keeps literal values, and marks their floats', async () => {
  const { scope } = await load('configuration: {a: 1.0, b: {type: what}, c: [1, {d: 2.0}]}');
  expect(scope.configuration).toEqual({ a: 1, b: { type: 'what' }, c: [1, { d: 2 }] });
  expect(substitute('$a $c', scope)).toBe("1.0 [1, {'d': 2.0}]");
});

test('lets inputs override, and only some of them add', async () => {
  const { scope, warnings } = await load('configuration: {url: a, port: 1.0, host: h}', {
    given: {
      variables: { port: 2, hos: 'x', host: 'v' },
      configuration: { host: { type: 'env', key: 'H' }, added: 3 },
      secrets: { app: { token: 'abcd' } },
      floats: new Set(['/variables/port', '/variables/host', '/configuration/added']),
    },
    environment: { H: 'from-env' },
  });
  expect(scope.configuration).toEqual({ url: 'a', port: 2, host: 'from-env', added: 3 });
  expect([...(scope.floats ?? [])].sort()).toEqual(['/configuration/added', '/configuration/port']);
  expect(scope.secrets).toEqual({ app: { token: 'abcd' } });
  expect(warnings).toEqual([
    'warning: A value is given for hos, which the configuration of e.yaml does not declare ' +
      '(did you mean host?); it is not used.',
  ]);
});

test('reads secrets, and hides each of them', async () => {
  const { scope, hidden } = await load(
    `secrets:
  app:
    literal: one
    pin: 1234
    deep: {list: [two, true, null]}
    token: {type: env, key: TOKEN}
  other: {a: b}
`,
    { environment: { TOKEN: 'three' }, given: { secrets: { other: { a: 'four' } } } },
  );
  expect(scope.secrets).toEqual({
    app: { literal: 'one', pin: 1234, deep: { list: ['two', true, null] }, token: 'three' },
    other: { a: 'four' },
  });
  expect(hidden).toEqual(['one', '1234', 'two', 'three', 'four']);
});

test('names every value that is missing, with its line and without values', async () => {
  const values = `configuration:
  a: {type: env, key: A}
  b:
    type: env
    key: B
    env_var_type: int
secrets:
  app:
    token: {type: env, key: T}
`;
  const failure = await load(values, { environment: { B: 's3cret' } }).catch(
    (error: unknown) => error,
  );
  if (!(failure instanceof InputError)) throw new Error('no InputError');
  expect(failure.problems).toEqual([
    {
      input: 'experiment',
      file: 'e.yaml',
      line: 5,
      message:
        'e.yaml:5: configuration.a: the environment variable A is not set; set it with env of ' +
        'the step, or give the value a default',
    },
    {
      input: 'experiment',
      file: 'e.yaml',
      line: 6,
      message:
        'e.yaml:6: configuration.b: the environment variable B is not a whole number, but ' +
        'env_var_type is int',
    },
    {
      input: 'experiment',
      file: 'e.yaml',
      line: 12,
      message:
        'e.yaml:12: secrets.app.token: the environment variable T is not set; give it with env ' +
        'of the step, as ${{ secrets.NAME }}',
    },
  ]);
});

test('asks for an overridden variable in compat only', async () => {
  const values = '  a: {type: env, key: A}';
  const given = { variables: { a: 'b' } };
  expect(await configurationOf(values, { given })).toEqual({ a: 'b' });
  const changed = { compat: 'chaostoolkit' } as const;
  await expect(configurationOf(values, { given, changed })).rejects.toThrow('A is not set');
});

const dynamic = `configuration:
  before: b
  answer: {type: probe, name: ask, provider: {type: http, url: "http://x/"}}
  broken: {type: probe, name: fail, provider: {type: process, path: echo}}
  wrong: {type: probe, name: exit, provider: {type: process, path: echo}}
  text: {type: probe, name: print, provider: {type: process, path: echo}}
  found:
    type: probe
    name: look
    provider: {type: python, module: os.path, func: exists, arguments: {path: /}, secrets: [x]}
secrets: {app: {token: abcd}, other: {}}
`;

test('plays the probes of the configuration, each with what was read before it', async () => {
  const seen: [string, readonly string[], string][] = [];
  const outputs: Readonly<Record<string, Json>> = {
    ask: { status: 200, headers: {}, body: { b: 1 } },
    exit: { status: 1, stdout: 'x', stderr: '' },
    print: { status: 0, stdout: ' text\n', stderr: '' },
    look: true,
  };
  const groups: (readonly string[])[] = [];
  const play: Play = ({ name, provider }, scope, { phase }) => {
    seen.push([name, Object.keys(scope.configuration), phase]);
    if (provider.type === 'python') groups.push(provider.secrets);
    const output = outputs[name];
    return output === undefined
      ? Promise.reject(new ActivityFailedError('took too long'))
      : Promise.resolve(output);
  };
  const loaded = await load(dynamic, { play });
  expect(loaded.scope.configuration).toEqual({
    before: 'b',
    answer: { b: 1 },
    text: 'text',
    found: true,
  });
  expect(loaded.dynamic).toEqual(['answer', 'text', 'found']);
  expect(seen).toEqual([
    ['ask', ['before'], 'configuration'],
    ['fail', ['before', 'answer'], 'configuration'],
    ['exit', ['before', 'answer'], 'configuration'],
    ['print', ['before', 'answer'], 'configuration'],
    ['look', ['before', 'answer', 'text'], 'configuration'],
  ]);
  expect(groups).toEqual([['app', 'other']]);
  const left = 'the name is left out of the configuration';
  expect(loaded.warnings).toEqual([
    `warning: The probe of configuration.broken failed: took too long; ${left}.`,
    `warning: The probe of configuration.wrong failed: the process ended with 1; ${left}.`,
  ]);
});

test('ends with the reason of its signal', async () => {
  const controller = new AbortController();
  const play: Play = () => {
    controller.abort(new Error('cancelled'));
    return Promise.reject(new ActivityFailedError('cut short'));
  };
  const { signal } = controller;
  await expect(load(dynamic, { play, signal })).rejects.toThrow('cancelled');
});

test('plays no process that a variable brings where none is allowed', async () => {
  const provider = { type: 'process', path: 'echo' };
  const given = { variables: { a: { type: 'probe', name: 'n', provider } } };
  for (const compat of ['strict', 'chaostoolkit'] as const) {
    const changed = { allowProcess: false, compat };
    await expect(load('configuration: {a: 1}', { given, changed })).rejects.toThrow(
      'configuration.a: runs a process, and processes are not allowed',
    );
  }
});
