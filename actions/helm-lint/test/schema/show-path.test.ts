import { expect, test } from '@jest/globals';
import { showPath } from '../../src/schema/show-path.ts';

test.each([
  [[], ''],
  [['spec'], 'spec'],
  [['spec', 'containers', 0, 'image'], 'spec.containers[0].image'],
  [['metadata', 'labels', 'app.kubernetes.io/name'], 'metadata.labels["app.kubernetes.io/name"]'],
  [['data', '8080'], 'data["8080"]'],
  [['spec', 'x-y', '$ref'], 'spec.x-y.$ref'],
])('%j is %s', (path, shown) => {
  expect(showPath(path)).toBe(shown);
});
