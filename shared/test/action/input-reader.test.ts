import { expect, test } from '@jest/globals';
import { InputError } from '../../src/action/errors.ts';
import { InputReader } from '../../src/action/input-reader.ts';

function problemsOf(inputs: Record<string, string>, read: (reader: InputReader) => void) {
  const reader = new InputReader((name) => inputs[name]);
  read(reader);
  try {
    reader.finish();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map((p) => `${p.input}: ${p.message}`);
    throw error;
  }
  return [];
}

const readers: [string, string, (reader: InputReader) => unknown, unknown][] = [
  ['text', ' web ', (r) => r.text('x'), 'web'],
  ['empty text', '  ', (r) => r.text('x'), undefined],
  ['default text', '', (r) => r.text('x', 'main'), 'main'],
  ['required text', 'a', (r) => r.requiredText('x'), 'a'],
  ['true', 'True', (r) => r.boolean('x', false), true],
  ['false', 'FALSE', (r) => r.boolean('x', true), false],
  ['a choice', 'b', (r) => r.choice('x', ['a', 'b'], 'a'), 'b'],
  ['a duration', '90s', (r) => r.duration('x', '1m'), 90_000],
  ['a default duration', '', (r) => r.duration('x', '1m'), 60_000],
  ['zero where it means something', '0', (r) => r.duration('x', '1m', { zero: true }), 0],
  ['no optional duration', '', (r) => r.optionalDuration('x'), undefined],
  ['an integer', '40', (r) => r.integer('x', 1, { min: 0 }), 40],
  ['an optional integer', '4', (r) => r.optionalInteger('x', { min: 1 }), 4],
  ['no optional integer', '', (r) => r.optionalInteger('x'), undefined],
  ['lines', 'a\n\n b ,c\n', (r) => r.list('x'), ['a', 'b ,c']],
  ['lines and commas', 'a,b\nc', (r) => r.list('x', { commas: true }), ['a', 'b', 'c']],
];

test.each(readers)('reads %s', (_name, given, read, expected) => {
  expect(read(new InputReader((name) => (name === 'x' ? given : undefined)))).toEqual(expected);
  expect(problemsOf({ x: given }, read)).toEqual([]);
});

const refusals: [string, (reader: InputReader) => unknown, string][] = [
  ['', (r) => r.requiredText('x'), 'x: is required and was not given'],
  ['yes', (r) => r.boolean('x', true), 'x: "yes" is not a boolean; allowed are true and false'],
  ['c', (r) => r.choice('x', ['a', 'b'], 'a'), 'x: "c" is not known; allowed are a, b'],
  ['10', (r) => r.duration('x', '1m'), 'x: "10" has no unit; write it as 10s or 10m'],
  [
    'soon',
    (r) => r.duration('x', '1m'),
    'x: "soon" is not a duration; write it like 250ms, 90s, 10m or 1h30m',
  ],
  ['0s', (r) => r.duration('x', '1m'), 'x: "0s" is no time at all; give a longer duration'],
  ['1.5', (r) => r.integer('x', 1), 'x: "1.5" is not a whole number'],
  [
    '101',
    (r) => r.integer('x', 1, { min: 0, max: 100 }),
    'x: "101" is not a whole number from 0 to 100',
  ],
];

test.each(refusals)('refuses %j', (given, read, message) => {
  expect(problemsOf({ x: given }, read)).toEqual([message]);
});

test('reports all wrong inputs at once', () => {
  const problems = problemsOf({ wait: 'maybe', timeout: '5' }, (reader) => {
    reader.requiredText('manifests');
    reader.boolean('wait', true);
    reader.duration('timeout', '10m');
  });
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'manifests',
    'wait',
    'timeout',
  ]);
});

test('remembers what was declared, with defaults as action.yml writes them', () => {
  const reader = new InputReader(() => undefined);
  reader.requiredText('route');
  reader.boolean('wait', true);
  reader.duration('timeout', '10m');
  reader.text('context');
  expect([...reader.declarations.values()]).toEqual([
    { name: 'route', defaultText: undefined, required: true },
    { name: 'wait', defaultText: 'true', required: false },
    { name: 'timeout', defaultText: '10m', required: false },
    { name: 'context', defaultText: undefined, required: false },
  ]);
});

test('problems of what is not needed do not count, its declarations do', () => {
  const read = (reader: InputReader): string => reader.requiredText('server');
  expect(problemsOf({}, (reader) => reader.readIf(false, read))).toEqual([]);
  expect(problemsOf({}, (reader) => reader.readIf(true, read))).toHaveLength(1);
  const reader = new InputReader(() => undefined);
  expect(reader.readIf(false, read)).toBeUndefined();
  expect(reader.declarations.has('server')).toBe(true);
});
