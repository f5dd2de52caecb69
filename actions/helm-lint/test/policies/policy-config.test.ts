import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { InputError } from '@kube-delivery/shared/action/errors';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { readPolicy } from '../../src/policies/policy-config.ts';
import type { RuleLevels } from '../../src/policies/rule-levels.ts';
import { rules as policies } from '../../src/policies/rules.ts';

const workspace = mkdtempSync(path.join(tmpdir(), 'helm-lint-policy-'));
afterAll(() => {
  rmSync(workspace, { recursive: true });
});

const other = { severity: 'error', summary: '', reason: '', bad: '', good: '' } as const;
const known = [...policies, { ...other, id: 'schema/unknown-field' }];

function read(given: string | undefined): RuleLevels {
  const reader = new InputReader(() => given);
  const levels = readPolicy(reader, { workspace, temp: workspace }, known);
  reader.finish();
  return levels;
}

function problemsOf(given: string): unknown {
  try {
    read(given);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error(`${given} was taken`);
}

test.each<[string | undefined, Record<string, string>]>([
  [undefined, { 'policy/pre-stop': 'warning', 'policy/selector-mismatch': 'error' }],
  ['recommended', { 'policy/pre-stop': 'warning', 'policy/selector-mismatch': 'error' }],
  ['strict', { 'policy/pre-stop': 'error', 'policy/secret-in-values': 'error' }],
  ['none', { 'policy/pre-stop': 'off', 'policy/selector-mismatch': 'off' }],
])('policy %s', (given, some) => {
  const levels = read(given);
  expect(levels.size).toBe(known.length);
  expect(Object.fromEntries(levels)).toMatchObject({ ...some, 'schema/unknown-field': 'error' });
});

test('a file sets rules on top of the policy that it extends', () => {
  const text = 'extends: strict\nrules:\n  policy/pre-stop: off\n  schema/unknown-field: warning\n';
  writeFileSync(path.join(workspace, 'rules.yaml'), text);
  expect(Object.fromEntries(read('rules.yaml'))).toMatchObject({
    'policy/pre-stop': 'off',
    'policy/image-latest': 'error',
    'schema/unknown-field': 'warning',
  });
});

test('problems of a file name it with the line', () => {
  writeFileSync(path.join(workspace, 'bad.yaml'), 'rules:\n  policy/pre-stopp: off\n');
  const message = 'bad.yaml:2: there is no rule policy/pre-stopp (did you mean policy/pre-stop?)';
  expect(problemsOf('bad.yaml')).toEqual([{ input: 'policy', message, file: 'bad.yaml', line: 2 }]);
});

test('what is neither a name nor a file', () => {
  const message =
    '"recomended" does not exist; paths are relative to the workspace; policies with a name are none, recommended, strict (did you mean recommended?)';
  expect(problemsOf('recomended')).toEqual([{ input: 'policy', message }]);
});
