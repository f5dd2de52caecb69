import { expect, test } from '@jest/globals';
import { otherEditorOf } from '../../src/traffic/field-editor.ts';
import { httpRoute } from './routes.ts';

const rules = { 'f:spec': { 'f:rules': {} } };

function entry(manager: string, time: string, fieldsV1: object, subresource?: string): object {
  return { manager, operation: 'Update', time, fieldsV1, ...(subresource ? { subresource } : {}) };
}

test.each([
  ['nobody but us', [entry('kube-delivery', '2026-11-21T10:00:02Z', rules)], undefined],
  [
    'the last of two',
    [
      entry('argocd', '2026-11-21T10:00:03Z', rules),
      entry('kubectl', '2026-11-21T10:00:01Z', rules),
    ],
    'argocd',
  ],
  [
    'not one that wrote something else',
    [entry('helm', '2026-11-21T10:00:03Z', { 'f:metadata': {} })],
    undefined,
  ],
  [
    'not a writer of the status',
    [entry('contour', '2026-11-21T10:00:03Z', rules, 'status')],
    undefined,
  ],
])('names %s', (_, managedFields, editor) => {
  const route = httpRoute([]);
  const object = { ...route, metadata: { ...route.metadata, managedFields } };
  expect(otherEditorOf(object as never, 'spec', 'rules')).toBe(editor);
});
