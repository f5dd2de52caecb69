import { expect, test } from '@jest/globals';
import { preferredApi } from '../../src/schema/preferred-api.ts';

test.each([
  [['autoscaling/v1', 'autoscaling/v2'], 'autoscaling/v2'],
  [['a.b/v1beta2', 'a.b/v1', 'a.b/v2alpha1'], 'a.b/v1'],
  [['a.b/v1beta1', 'a.b/v1beta10', 'a.b/v1beta2'], 'a.b/v1beta10'],
  [['a.b/v1alpha1', 'a.b/v1beta1'], 'a.b/v1beta1'],
  [['v1'], 'v1'],
  [[], undefined],
])('of %j it is %s', (apiVersions, preferred) => {
  expect(preferredApi(apiVersions)).toBe(preferred);
});
