import { expect, test } from '@jest/globals';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import {
  mergeOverrides,
  parseVariables,
  readVariableFile,
} from '../../src/experiment/variables.ts';
import { golden } from './golden.ts';

interface Row {
  readonly line: string;
  readonly variables?: JsonObject;
  readonly floats?: readonly string[];
  readonly refused?: true;
}

const rows = golden('variables') as readonly Row[];
const taken = rows.filter(({ refused }) => refused === undefined);
const refused = rows.filter((row) => row.refused === true);

test.each(taken)('reads $line as Chaos Toolkit does', ({ line, variables, floats }) => {
  const parsed = parseVariables([line]);
  expect(parsed.problems).toEqual([]);
  expect(parsed.variables).toEqual(variables);
  expect([...parsed.floats]).toEqual(floats);
});

test.each(refused)('refuses $line as Chaos Toolkit does', ({ line }) => {
  const parsed = parseVariables([line]);
  expect(parsed.variables).toEqual({});
  expect(parsed.problems).toHaveLength(1);
});

test('names every wrong variable without its value, and takes the last of a name', () => {
  const parsed = parseVariables(['a:float=1', 'pin:int=s3cret', 'a=2', 'b:inte=1', 's3cret']);
  expect(parsed.variables).toEqual({ a: '2' });
  expect([...parsed.floats]).toEqual([]);
  expect(parsed.problems).toEqual([
    'variable 2 (pin) is not a whole number, but its type is int',
    'variable 4 (b) has the unknown type "inte" (did you mean int?); known are str, string, int, ' +
      'integer, float, number, bytes, bool, json',
    'variable 5 has no `=`; write it as name[:type]=value',
  ]);
});

test('reads the maps of a YAML file', () => {
  const text = 'configuration:\n  n: 1.0\n  on: yes\nsecrets:\n  app: {token: t}\n';
  const read = readVariableFile(text, 'vars.yaml');
  expect(read.configuration).toEqual({ n: 1, true: true });
  expect(read.secrets).toEqual({ app: { token: 't' } });
  expect([...read.floats]).toEqual(['/configuration/n']);
  expect(read.problems).toEqual([]);
});

test('reads a file of the environment, with quotes as part of values', () => {
  const read = readVariableFile('# note\n\nA=1\n  B="x=y"  \nC=\n', 'prod.env');
  expect(read.environment).toEqual({ A: '1', B: '"x=y"', C: '' });
  expect(read.problems).toEqual([]);
});

test.each([
  ['secrets: [a]', 'v.yml', 1, 'secrets must be a map'],
  ['- a', 'v.yml', 1, 'must be a map with the keys configuration and secrets'],
  ['a: 1\nsecrets: {token: s3cret', 'v.yaml', 2, 'is not valid YAML'],
  ['{"secrets": {"token": s3cret}}', 'v.json', 1, 'is not valid JSON'],
  ['A=1\ns3cret', '.env', 2, 'must be written NAME=value'],
])('refuses %j in %s', (text, file, line, message) => {
  expect(readVariableFile(text, file).problems).toEqual([{ line, message }]);
});

test.each(['v.yaml', 'v.json', '.env'])('takes the empty file %s', (file) => {
  const read = readVariableFile('', file);
  expect(read).toMatchObject({ configuration: {}, secrets: {}, environment: {}, problems: [] });
});

test('merges name by name, the last one first', () => {
  const merged = mergeOverrides([
    { values: { a: 1, b: { x: 1 } }, floats: new Set(['/a', '/b/x']) },
    { values: { b: { y: 2 }, c: 3 }, floats: new Set(['/c']) },
  ]);
  expect(merged.values).toEqual({ a: 1, b: { y: 2 }, c: 3 });
  expect([...merged.floats]).toEqual(['/a', '/c']);
});
