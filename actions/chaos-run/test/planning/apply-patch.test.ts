import { expect, test } from '@jest/globals';
import type { JsonPatchOperation } from '@kube-delivery/shared/cluster/cluster';
import { objectAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { applyPatch } from '../../src/planning/apply-patch.ts';

const route: Json = {
  metadata: { name: 'web', annotations: { 'a/b': 'x', 'c~d': 'y' } },
  spec: { weight: 1, hosts: ['a', 'b'], rules: [{ port: 80 }], none: null },
};
const [metadata, spec] = [objectAt(route, 'metadata'), objectAt(route, 'spec')];

test.each<[JsonPatchOperation, Json]>([
  [
    { op: 'replace', path: '/spec/weight', value: 0 },
    { metadata, spec: { ...spec, weight: 0 } },
  ],
  [
    { op: 'add', path: '/spec/delay', value: '5s' },
    { metadata, spec: { ...spec, delay: '5s' } },
  ],
  [
    { op: 'add', path: '/spec/weight', value: 2 },
    { metadata, spec: { ...spec, weight: 2 } },
  ],
  [{ op: 'remove', path: '/spec' }, { metadata }],
  [
    { op: 'remove', path: '/metadata/annotations/a~1b' },
    { metadata: { ...metadata, annotations: { 'c~d': 'y' } }, spec },
  ],
  [
    { op: 'replace', path: '/metadata/annotations/c~0d', value: 'z' },
    { metadata: { ...metadata, annotations: { 'a/b': 'x', 'c~d': 'z' } }, spec },
  ],
  [
    { op: 'add', path: '/spec/hosts/-', value: 'c' },
    { metadata, spec: { ...spec, hosts: ['a', 'b', 'c'] } },
  ],
  [
    { op: 'add', path: '/spec/hosts/0', value: 'c' },
    { metadata, spec: { ...spec, hosts: ['c', 'a', 'b'] } },
  ],
  [
    { op: 'remove', path: '/spec/hosts/0' },
    { metadata, spec: { ...spec, hosts: ['b'] } },
  ],
  [
    { op: 'replace', path: '/spec/rules/0/port', value: 81 },
    { metadata, spec: { ...spec, rules: [{ port: 81 }] } },
  ],
  [{ op: 'replace', path: '', value: { a: 1 } }, { a: 1 }],
  [{ op: 'test', path: '/spec/hosts', value: ['a', 'b'] }, route],
  [{ op: 'test', path: '/spec/none', value: null }, route],
  [{ op: 'test', path: '/spec/missing', value: null }, route],
])('%j', (operation, expected) => {
  expect(applyPatch(route, [operation])).toEqual(expected);
});

test.each<JsonPatchOperation>([
  { op: 'test', path: '/spec/weight', value: 2 },
  { op: 'test', path: '/spec/rules/0/port', value: 81 },
  { op: 'replace', path: '/spec/missing', value: 2 },
  { op: 'remove', path: '/spec/missing' },
  { op: 'remove', path: '' },
  { op: 'add', path: '/spec/missing/deep', value: 2 },
  { op: 'add', path: '/spec/weight/deep', value: 2 },
  { op: 'add', path: '/spec/hosts/3', value: 'c' },
  { op: 'add', path: '/spec/hosts/01', value: 'c' },
  { op: 'replace', path: '/spec/hosts/2', value: 'c' },
  { op: 'remove', path: '/spec/hosts/-' },
  { op: 'add', path: 'spec', value: 1 },
  { op: 'remove', path: '/spec/toString' },
])('%j does not apply', (operation) => {
  const { op, path } = operation;
  const first: JsonPatchOperation = { op: 'add', path: '/spec/first', value: 1 };
  expect(() => applyPatch(route, [first, operation])).toThrow(
    `operation 2 of the patch, ${op} ${path}, does not apply`,
  );
});
