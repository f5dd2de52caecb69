import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Case, Ending } from '../case.ts';
import { command, experiment, fileExists, play, request, shell } from '../documents.ts';

const method = [play('never')];
const good = shell('ask', 'true');

const withKeys = (more: JsonObject): JsonObject => experiment({ method, more });
const withActivity = (...activities: readonly Json[]): JsonObject =>
  experiment({ method, more: { method: [...method, ...activities] } });
const withTolerance = (tolerance: Json): JsonObject =>
  experiment({ probes: [{ ...good, tolerance }], method });
const withPython = (provider: JsonObject): JsonObject =>
  withActivity({ ...good, provider: { type: 'python', ...provider } });
const without = (key: string): JsonObject => {
  return Object.fromEntries(
    Object.entries(experiment({ method })).filter(([name]) => name !== key),
  );
};

type Row = readonly [name: string, experiment: JsonObject | string];

const refused: readonly Row[] = [
  ['no title', without('title')],
  ['an empty title', withKeys({ title: '' })],
  ['no description', without('description')],
  ['no method', without('method')],
  ['nothing', {}],
  ['an empty tag', withKeys({ tags: ['good', ''] })],
  ['a tag that is a number', withKeys({ tags: [1] })],
  ['an extension without a name', withKeys({ extensions: [{ value: 1 }] })],
  ['an extension with a blank name', withKeys({ extensions: [{ name: ' ' }] })],
  ['a hypothesis without a title', withKeys({ 'steady-state-hypothesis': { probes: [] } })],
  ['an empty hypothesis', withKeys({ 'steady-state-hypothesis': {} })],
  ['a probe without a tolerance', experiment({ probes: [good], method })],
  ['an empty activity', withActivity({})],
  ['an activity without a type', withActivity({ name: 'a', provider: good.provider ?? null })],
  ['an activity of another type', withActivity({ ...good, type: 'check' })],
  ['an activity without a name', withActivity({ type: 'probe', provider: good.provider ?? null })],
  ['an activity with an empty name', withActivity({ ...good, name: '' })],
  ['an activity without a provider', withActivity({ type: 'probe', name: 'a' })],
  ['a provider without a type', withActivity({ ...good, provider: { path: 'true' } })],
  ['a provider of another type', withActivity({ ...good, provider: { type: 'go', path: 'true' } })],
  ['a timeout of an activity that is a text', withActivity({ ...good, timeout: '5' })],
  ['a pause that is a text', withActivity({ ...good, pauses: { before: '5' } })],
  ['a pause with a name inside', withActivity({ ...good, pauses: { after: 'x${a}' } })],
  ['background that is a text', withActivity({ ...good, background: 'true' })],
  ['background that is null', withActivity({ ...good, background: null })],
  ['a reference to nothing', withActivity({ ref: 'nothing' })],
  ['an empty reference', withActivity({ ref: '' })],
  ['a reference that is a number', withActivity({ ref: 1 })],
  [
    'a reference to a rollback',
    experiment({ method: [{ ref: 'undo' }], rollbacks: [play('undo')] }),
  ],
  [
    'a rollback without a provider',
    experiment({ method, rollbacks: [{ type: 'action', name: 'a' }] }),
  ],
  [
    'a process without a path',
    withActivity({ ...good, provider: { type: 'process', arguments: [] } }),
  ],
  ['a process that is not there', withActivity(command('a', 'no-such-program', []))],
  ['a process below the home folder', withActivity(command('a', '~/program', []))],
  ['a file that is no program', withActivity(command('a', './experiment.json', []))],
  ['a request without an address', withActivity({ ...good, provider: { type: 'http' } })],
  ['headers that are a list', withActivity(request('a', '/', { headers: ['a'] }))],
  ['a function without a module', withPython({ func: 'exists' })],
  ['a function without a name', withPython({ module: 'os.path' })],
  ['a module that is not there', withPython({ module: 'no_such_module.probes', func: 'ask' })],
  [
    'a function that is not there',
    withPython({ module: 'os.path', func: 'exist', arguments: { path: '/' } }),
  ],
  ['a function that lacks an argument', withPython({ module: 'os.path', func: 'exists' })],
  [
    'a function with another argument',
    withPython({ module: 'os.path', func: 'exists', arguments: { path: '/', file: '/' } }),
  ],
  ['a tolerance that is null', withTolerance(null)],
  ['a tolerance that is a fraction', withTolerance(1.5)],
  ['a tolerance of another type', withTolerance({ type: 'xpath', path: '/' })],
  ['a tolerance without a type', withTolerance({ range: [1, 2] })],
  ['a pattern that is missing', withTolerance({ type: 'regex' })],
  ['a pattern that is a number', withTolerance({ type: 'regex', pattern: 5 })],
  ['a pattern that is broken', withTolerance({ type: 'regex', pattern: 'a(b' })],
  ['a pattern that is only of JavaScript', withTolerance({ type: 'regex', pattern: '(?<name>a)' })],
  ['a pattern with a group that is not there', withTolerance({ type: 'regex', pattern: '(a)\\2' })],
  ['a path that is missing', withTolerance({ type: 'jsonpath' })],
  ['a path that is empty', withTolerance({ type: 'jsonpath', path: '  ' })],
  ['a path that is broken', withTolerance({ type: 'jsonpath', path: '$.a[' })],
  ['a path with two equal signs', withTolerance({ type: 'jsonpath', path: '$.a[?(@.b == 1)]' })],
  ['a path without a root', withTolerance({ type: 'jsonpath', path: 'a[*].b' })],
  ['a path out of the configuration', withTolerance({ type: 'jsonpath', path: '${path}' })],
  ['a range that is missing', withTolerance({ type: 'range' })],
  ['a range that is a text', withTolerance({ type: 'range', range: '1-2' })],
  ['a range of three', withTolerance({ type: 'range', range: [1, 2, 3] })],
  ['a range of texts', withTolerance({ type: 'range', range: ['1', '2'] })],
  ['a range up to null', withTolerance({ type: 'range', range: [1, null] })],
  ['a probe that is no activity', withTolerance({ type: 'probe', name: 'judge' })],
  [
    'a control without a name',
    withKeys({ controls: [{ provider: { type: 'python', module: 'os' } }] }),
  ],
  ['a control without a provider', withKeys({ controls: [{ name: 'a' }] })],
  [
    'a control of another scope',
    withKeys({ controls: [{ name: 'a', scope: 'during', provider: { type: 'other' } }] }),
  ],
  ['an empty file', ''],
  ['YAML that is broken', 'title: [a\n'],
  ['YAML with a tab', 'title: a\nmethod:\n\t- a\n'],
  ['YAML with a tag that nobody knows', 'title: !mine a\ndescription: b\nmethod: []\n'],
  ['YAML with an alias that nobody knows', 'title: *mine\ndescription: b\nmethod: []\n'],
  ['two documents of YAML', 'title: a\n---\ntitle: b\n'],
];

const died: readonly Row[] = [
  ['a list', '- title\n'],
  ['a text', 'title'],
  ['a method that is null', withKeys({ method: null })],
  ['a method that is a map', withKeys({ method: { a: 1 } })],
  ['a hypothesis that is null', withKeys({ 'steady-state-hypothesis': null })],
  ['an activity that is a text', withActivity('ask')],
  ['rollbacks that are null', withKeys({ rollbacks: null })],
  ['pauses that are a number', withActivity({ ...good, pauses: 5 })],
  ['a configuration that is a list', withKeys({ configuration: ['a'] })],
  ['tags that are a number', withKeys({ tags: 5 })],
  [
    'a strategy that nobody knows',
    withKeys({ runtime: { hypothesis: { strategy: 'sometimes' } } }),
  ],
  ['a path that is a number', withTolerance({ type: 'jsonpath', path: 5 })],
];

const accepted: readonly Row[] = [
  [
    'keys that nobody knows',
    experiment({ method: [{ ...play('played'), colour: 'red' }], more: { colour: { a: 1 } } }),
  ],
  [
    'a description that is a number',
    experiment({ method: [play('played')], more: { description: 5 } }),
  ],
  [
    'tags and contributions',
    experiment({
      method: [play('played')],
      more: { version: '1.0.0', tags: ['a', 'b'], contributions: { reliability: 'high' } },
    }),
  ],
  [
    'a probe that is called as an action',
    experiment({ method: [{ ...fileExists('there', '/'), type: 'action' }] }),
  ],
  [
    'an expected status',
    experiment({ method: [request('ask', '/missing', { expected_status: 200 })] }),
  ],
  [
    'a timeout of an activity',
    experiment({ method: [shell('slow', 'sleep 0.2', { timeout: 0.05 })] }),
  ],
  [
    'a probe with a tolerance in the method',
    experiment({ method: [shell('ask', 'exit 1', { tolerance: 0 })] }),
  ],
  [
    'an action in the hypothesis',
    experiment({ probes: [play('played', { tolerance: 0 })], method: [] }),
  ],
  [
    'a null where a pause could be',
    experiment({ method: [play('played', { pauses: { before: null }, timeout: null })] }),
  ],
  [
    'a control that nobody runs',
    experiment({
      method: [play('played')],
      more: { controls: [{ name: 'a', provider: { type: 'other' } }] },
    }),
  ],
];

/** Files that are refused, those that Chaos Toolkit dies of, and those that it lets pass. */
export const invalidCases: readonly Case[] = [
  ...refused.map((row) => caseOf(row, 'refused')),
  ...died.map((row) => caseOf(row, 'died')),
  ...accepted.map((row) => caseOf(row, 'completed')),
  {
    name: 'validation: JSON that is broken',
    ends: 'died',
    experiment: '{"title": "a",}',
    file: 'experiment.json',
  },
  {
    name: 'validation: a file of another kind',
    ends: 'died',
    experiment: 'title: a\ndescription: b\nmethod: []\n',
    file: 'experiment.txt',
  },
];

function caseOf([name, given]: Row, ends: Ending): Case {
  return { name: `validation: ${name}`, ends, experiment: given };
}
