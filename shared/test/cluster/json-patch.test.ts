import { expect, test } from '@jest/globals';
import type { JsonPatchOperation } from '../../src/cluster/cluster.ts';
import { isRepeatablePatch } from '../../src/cluster/json-patch.ts';

test.each<[readonly JsonPatchOperation[], boolean]>([
  [[{ op: 'replace', path: '/spec/rules/0/backendRefs/1/weight', value: 5 }], true],
  [[{ op: 'add', path: '/metadata/annotations/a', value: 'b' }], true],
  [[{ op: 'add', path: '/spec/rules/-', value: {} }], false],
  [[{ op: 'add', path: '/spec/rules/0', value: {} }], false],
  [[{ op: 'remove', path: '/spec/replicas' }], false],
  [
    [
      { op: 'test', path: '/metadata/resourceVersion', value: '7' },
      { op: 'replace', path: '/spec/replicas', value: 2 },
    ],
    false,
  ],
])('%j: %s', (operations, repeatable) => {
  expect(isRepeatablePatch(operations)).toBe(repeatable);
});
