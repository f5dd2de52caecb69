import { expect, test } from '@jest/globals';
import { allPolicies } from '../../src/policies/all-policies.ts';
import { checkPolicies } from '../../src/policies/check-policies.ts';
import { readOutput } from '../../src/renders/read-output.ts';
import { RenderedDocuments } from '../../src/renders/rendered-documents.ts';

const levels = new Map(allPolicies.map(({ rule }) => [rule.id, 'warning'] as const));

const scaler =
  'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef:\n    kind: Deployment\n    name: web\n';

/** Each stands beside an autoscaler that looks for a workload. */
test.each([
  ['no kind', 'apiVersion: v1\nmetadata:\n  name: web\n'],
  ['a kind that is no text', 'apiVersion: v1\nkind: 5\n'],
  ['no apiVersion', 'kind: Deployment\nspec: {replicas: 2}\n'],
  ['no name', 'apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 2}\n'],
  ['a name to be made up', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {generateName: a}\n'],
  ['a name that is no text', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: 5}\n'],
  ['metadata that is a list', 'apiVersion: v1\nkind: Service\nmetadata: []\nspec: {selector: 5}\n'],
  [
    'a spec that is text',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: text\n',
  ],
  ['nothing', '{}\n'],
])('an object with %s stands in the way of no policy', (_, text) => {
  const output = [text, scaler]
    .map((each) => `---\n# Source: a/templates/a.yaml\n${each}`)
    .join('');
  const { objects } = readOutput(output, new RenderedDocuments());
  const found = checkPolicies(objects, levels);
  expect(objects).toHaveLength(2);
  expect(found.map(({ rule }) => rule)).toContain('policy/hpa-target');
});
