import { expect, test } from '@jest/globals';
import { readIgnores } from '../../src/report/inline-ignores.ts';

const rules = ['policy/image-latest'];
const reason = 'started by hand';

test.each([
  ['a comment above', '# helm-lint: ignore policy/image-latest -- started by hand', [1, 2]],
  [
    'one with indentation',
    '    # helm-lint: ignore policy/image-latest -- started by hand',
    [1, 2],
  ],
  [
    'one behind a value',
    'image: debug:latest # helm-lint: ignore policy/image-latest -- started by hand',
    [1],
  ],
  [
    'one of a template',
    '{{/* helm-lint: ignore policy/image-latest -- started by hand */}}',
    [1, 2],
  ],
  [
    'one of a template that trims',
    '  {{- /* helm-lint: ignore policy/image-latest -- started by hand */ -}}',
    [1, 2],
  ],
  [
    'one of a template before a value',
    '{{/* helm-lint: ignore policy/image-latest -- started by hand */}}image: debug:latest',
    [1],
  ],
  [
    'one of a template behind a value',
    'image: debug:latest {{- /* helm-lint: ignore policy/image-latest -- started by hand */}}',
    [1],
  ],
])('%s covers its lines', (_, line, covers) => {
  expect(readIgnores(`${line}\nnext: line\n`)).toEqual([{ line: 1, covers, rules, reason }]);
});

test('a comment inside a longer one of a template covers the line behind it', () => {
  const text = '{{- /*\nhelm-lint: ignore policy/image-latest -- started by hand\n*/}}\nimage: x\n';
  expect(readIgnores(text)).toEqual([{ line: 2, covers: [2, 4], rules, reason }]);
});

test('comments above one another cover the same line', () => {
  const text = `a: 1
# helm-lint: ignore policy/image-latest -- started by hand
# helm-lint: ignore policy/probes -- has no port
b: 2
`;
  expect(readIgnores(text).map(({ covers }) => covers)).toEqual([
    [2, 4],
    [3, 4],
  ]);
});

test.each([
  ['two rules', 'ignore policy/a, policy/b -- both', ['policy/a', 'policy/b'], 'both'],
  ['dashes in the reason', 'ignore policy/a -- is -- so', ['policy/a'], 'is -- so'],
  ['no reason', 'ignore policy/a', ['policy/a'], ''],
  ['an empty reason', 'ignore policy/a --', ['policy/a'], ''],
  ['a reason without dashes is none', 'ignore policy/a because', ['policy/a', 'because'], ''],
  ['no rule', 'ignore', [], ''],
  ['no rule but a reason', 'ignore -- whatever', [], 'whatever'],
])('%s', (_, words, named, why) => {
  expect(readIgnores(`# helm-lint: ${words}`)).toMatchObject([{ rules: named, reason: why }]);
});

test.each([
  '# helm-lint: see the docs',
  'url: https://example/helm-lint: ignore',
  '# ignore x -- y',
])('%s is no such comment', (text) => {
  expect(readIgnores(text)).toEqual([]);
});

test('lines may end as on Windows', () => {
  const text = '# helm-lint: ignore policy/image-latest -- started by hand\r\nimage: x\r\n';
  expect(readIgnores(text)).toEqual([{ line: 1, covers: [1, 2], rules, reason }]);
});
