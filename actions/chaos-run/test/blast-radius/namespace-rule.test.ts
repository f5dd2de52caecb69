import { expect, test } from '@jest/globals';
import { namespaceProblem } from '../../src/blast-radius/namespace-rule.ts';

const protectedNamespaces = ['kube-system'];

test.each<[string | undefined, readonly string[] | undefined, string]>([
  ['shop', undefined, ''],
  ['shop', ['shop'], ''],
  [undefined, ['shop'], ''],
  ['other', ['shop', 'blog'], 'is in namespace other, which is not among namespaces (shop, blog)'],
  ['kube-system', undefined, 'is in namespace kube-system, which is among protected-namespaces'],
  // Protection wins over being named.
  [
    'kube-system',
    ['kube-system'],
    'is in namespace kube-system, which is among protected-namespaces',
  ],
])('namespace %s with namespaces %j', (namespace, namespaces, problem) => {
  expect(namespaceProblem(namespace, { namespaces, protectedNamespaces })).toBe(problem);
});
