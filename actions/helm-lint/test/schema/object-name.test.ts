import { expect, test } from '@jest/globals';
import { checkName } from '../../src/schema/object-name.ts';

const long = (length: number): string => 'a'.repeat(length);

test.each([
  ['v1', 'ConfigMap', 'web.example-1', '1.37'],
  ['v1', 'ConfigMap', long(253), '1.37'],
  ['v1', 'Namespace', 'web-1', '1.37'],
  ['v1', 'Service', 'web', '1.33'],
  ['v1', 'Service', '0web', '1.36'],
  ['apps/v1', 'Deployment', 'web.blue', '1.37'],
  ['apps/v1', 'StatefulSet', long(63), '1.37'],
  ['batch/v1', 'CronJob', long(52), '1.37'],
  ['rbac.authorization.k8s.io/v1', 'Role', 'system:web_Reader', '1.37'],
  ['policy/v1', 'PodDisruptionBudget', 'Web', '1.37'],
  ['apiregistration.k8s.io/v1', 'APIService', 'v1.example.com', '1.37'],
  ['example.com/v1', 'Widget', 'a.b', '1.37'],
])('%s %s may be called %s in %s', (apiVersion, kind, name, version) => {
  expect(checkName({ apiVersion, kind }, name, version)).toBeUndefined();
});

test.each([
  ['v1', 'ConfigMap', 'Web', '1.37', /^a ConfigMap cannot have the name "Web": it may hold lower-/],
  ['v1', 'ConfigMap', 'web-', '1.37', /ends with a letter or digit$/],
  ['v1', 'ConfigMap', 'a..b', '1.37', /it may hold/],
  ['v1', 'ConfigMap', long(254), '1.37', /it has 254 characters of at most 253$/],
  ['v1', 'Namespace', 'a.b', '1.37', /digits and `-`/],
  ['v1', 'Service', '0web', '1.35', /begins with a letter$/],
  ['v1', 'Service', long(64), '1.37', /64 characters of at most 63$/],
  ['apps/v1', 'StatefulSet', 'a.b', '1.37', /digits and `-`/],
  ['batch/v1', 'CronJob', long(53), '1.37', /at most 52$/],
  ['batch/v1', 'Job', long(64), '1.37', /at most 63$/],
  ['rbac.authorization.k8s.io/v1', 'Role', 'a/b', '1.37', /any characters but/],
  ['rbac.authorization.k8s.io/v1', 'Role', '..', '1.37', /any characters but/],
])('%s %s may not be called %s in %s', (apiVersion, kind, name, version, message) => {
  const fault = checkName({ apiVersion, kind }, name, version);
  expect(fault?.rule).toBe('invalid-name');
  expect(fault?.message).toMatch(message);
});

test('a name that is too long is shortened to what is allowed', () => {
  const fault = checkName({ apiVersion: 'batch/v1', kind: 'CronJob' }, long(60), '1.37');
  expect(fault?.hint).toBe('shorten it, in a template with `| trunc 52 | trimSuffix "-"`');
});
