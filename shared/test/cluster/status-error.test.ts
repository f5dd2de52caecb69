import { describe, expect, test } from '@jest/globals';
import { afterAttempts, refusedError, unreachableError } from '../../src/cluster/status-error.ts';

const call = {
  verb: 'patch',
  resource: 'deployments.apps',
  namespace: 'shop',
  name: 'web',
};
const status = (content: object): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Status', status: 'Failure', ...content });

test('a conflict names the manager and the field', () => {
  const error = refusedError(call, {
    status: 409,
    body: status({
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "other" using apps/v1: .spec.replicas',
      details: {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "other" using apps/v1',
            field: '.spec.replicas',
          },
        ],
      },
    }),
  });
  expect(error).toMatchObject({
    status: 409,
    reason: 'Conflict',
    causes: [{ field: '.spec.replicas', message: 'conflict with "other" using apps/v1' }],
  });
  expect(error.message).toBe(
    'patch deployments.apps web in namespace shop: 409 Conflict: Apply failed with 1 conflict: conflict with "other" using apps/v1: .spec.replicas',
  );
});

describe('hints', () => {
  const forbidden =
    'deployments.apps "web" is forbidden: User "ci" cannot patch resource "deployments"';
  test.each([
    [
      'a missing permission',
      call,
      403,
      forbidden,
      'Add this rule to a Role in namespace shop: - {apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "patch"]}',
    ],
    [
      'a missing permission for the whole cluster',
      { verb: 'list', resource: 'nodes' },
      403,
      'nodes is forbidden: User "ci" cannot list resource "nodes" in API group ""',
      'Add this rule to a ClusterRole: - {apiGroups: [""], resources: ["nodes"], verbs: ["list", "watch"]}',
    ],
    [
      'a port-forward, which takes two verbs',
      { verb: 'get', resource: 'pods/portforward', namespace: 'shop', name: 'web' },
      403,
      'pods "web" is forbidden: User "ci" cannot get resource "pods/portforward"',
      'Add this rule to a Role in namespace shop: - {apiGroups: [""], resources: ["pods/portforward"], verbs: ["get", "create"]}',
    ],
    [
      'a command in a pod, which takes two verbs, too',
      { verb: 'get', resource: 'pods/exec', namespace: 'shop', name: 'web' },
      403,
      'pods "web" is forbidden: User "ci" cannot get resource "pods/exec"',
      'Add this rule to a Role in namespace shop: - {apiGroups: [""], resources: ["pods/exec"], verbs: ["get", "create"]}',
    ],
    ['a quota', call, 403, 'pods "web" is forbidden: exceeded quota: small', undefined],
    [
      'wrong credentials',
      call,
      401,
      'Unauthorized',
      'The server does not accept the credentials: renew the token or the kubeconfig.',
    ],
    ['an invalid object', call, 422, 'Deployment.apps "web" is invalid', undefined],
  ])('%s', (_, asked, code, message, hint) => {
    expect(refusedError(asked, { status: code, body: status({ message }) }).hint).toBe(hint);
  });
});

test.each([
  [
    'an object that does not fit its schema',
    'failed to create typed patch object (/x; /v1, Kind=ConfigMap): .nonsense: field not declared in schema',
  ],
  [
    'an eviction under two budgets',
    'Internal error occurred: This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  ],
])('%s is invalid, though the server says 500', (_, message) => {
  expect(refusedError(call, { status: 500, body: status({ message }) })).toMatchObject({
    status: 422,
    reason: 'Invalid',
  });
});

test.each([
  ['a page of a proxy', '<html>Bad gateway</html>', '502: <html>Bad gateway</html>'],
  ['nothing', '', '502'],
  ['JSON that is no Status', '{"secret":1}', '502: {"secret":1}'],
])('of a body that is %s, the beginning is shown', (_, body, end) => {
  const error = refusedError(call, { status: 502, body });
  expect(error.message).toBe(`patch deployments.apps web in namespace shop: ${end}`);
});

test('long bodies are cut', () => {
  expect(refusedError(call, { status: 502, body: 'x'.repeat(9000) }).message.length).toBeLessThan(
    400,
  );
});

test('an unreachable server is named', () => {
  const failure = { kind: 'unsent', message: 'nothing listens there', hint: 'Look.' } as const;
  const error = unreachableError(call, 'https://203.0.113.7:6443', failure, undefined);
  expect(error.message).toContain('the API server https://203.0.113.7:6443 cannot be used');
  expect(error).toMatchObject({ status: 0, hint: 'Look.' });
});

test('an error after several attempts says how many and how long, and keeps its facts', () => {
  const error = refusedError(call, { status: 429, body: status({ message: 'too many requests' }) });
  const last = afterAttempts(error, 10, 9_300);
  expect(last.message).toBe(
    'patch deployments.apps web in namespace shop: 429: too many requests (10 attempts in 9.3s)',
  );
  expect(last).toMatchObject({ status: 429, call });
  expect(afterAttempts(error, 1, 5)).toBe(error);
});
