import { expect, test } from '@jest/globals';
import { InputReader } from '../../../src/action/input-reader.ts';
import { readPruneKinds } from '../../../src/release/apply-set/prune-kinds.ts';

function read(text: string): unknown {
  const reader = new InputReader(() => text);
  const kinds = readPruneKinds(reader);
  try {
    reader.finish();
    return kinds;
  } catch (error) {
    return (error as Error).message;
  }
}

const allowed =
  'allowed are Namespace, PersistentVolumeClaim, PersistentVolume, CustomResourceDefinition.apiextensions.k8s.io';

test.each([
  ['', []],
  ['PersistentVolumeClaim', ['PersistentVolumeClaim']],
  ['Namespace, PersistentVolume', ['Namespace', 'PersistentVolume']],
  [
    'CustomResourceDefinition\nNamespace',
    ['CustomResourceDefinition.apiextensions.k8s.io', 'Namespace'],
  ],
  [
    'CustomResourceDefinition.apiextensions.k8s.io',
    ['CustomResourceDefinition.apiextensions.k8s.io'],
  ],
  [
    'persistentvolumeclaims',
    `prune-kinds: "persistentvolumeclaims" is not a kind that prune spares (did you mean PersistentVolumeClaim?); ${allowed}`,
  ],
  ['ConfigMap', `prune-kinds: "ConfigMap" is not a kind that prune spares; ${allowed}`],
  [
    'Namespace.example.com',
    `prune-kinds: "Namespace.example.com" is not a kind that prune spares; ${allowed}`,
  ],
])('%j', (text, result) => {
  expect(read(text)).toEqual(result);
});
