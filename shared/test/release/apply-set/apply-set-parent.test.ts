import { describe, expect, test } from '@jest/globals';
import { PreconditionError } from '../../../src/action/errors.ts';
import type { KubeObject } from '../../../src/cluster/kube-object.ts';
import { applySetOf } from '../../../src/release/apply-set/apply-set-id.ts';
import { readParent, toParent } from '../../../src/release/apply-set/apply-set-parent.ts';

const set = applySetOf('shop', 'pr-probe');

const kubectlsLabels = {
  'applyset.kubernetes.io/id': 'applyset-Fh_vwwFeYS5Q5NKM7-a4577ZzVAG7uJ_pxyE1g9-Qq0-v1',
};
const kubectlsAnnotations = {
  'applyset.kubernetes.io/additional-namespaces': '',
  'applyset.kubernetes.io/contains-group-kinds': 'ConfigMap,Service',
  'applyset.kubernetes.io/tooling': 'kubectl/v1.36.1',
};

/**
 * What `kubectl apply -n pr-probe --prune --applyset=kube-delivery.shop` of v1.36.1 made, or the same
 * with other labels and annotations.
 */
function parent(
  labels: Readonly<Record<string, string>> = kubectlsLabels,
  annotations: Readonly<Record<string, string>> = kubectlsAnnotations,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      annotations,
      creationTimestamp: '2026-11-21T13:33:31Z',
      labels,
      name: 'kube-delivery.shop',
      namespace: 'pr-probe',
      resourceVersion: '383',
      uid: '8de041f5-33b0-4ea5-9f5d-2ec210253378',
    },
    type: 'Opaque',
  };
}

function annotatedWith(changes: Readonly<Record<string, string>>): KubeObject {
  return parent(kubectlsLabels, { ...kubectlsAnnotations, ...changes });
}

function annotatedWithout(name: string): KubeObject {
  const left = Object.entries(kubectlsAnnotations).filter(([each]) => each !== name);
  return parent(kubectlsLabels, Object.fromEntries(left));
}

describe('reading', () => {
  test('the parent that kubectl makes', () => {
    expect(readParent(parent(), set)).toEqual({
      scope: { groupKinds: ['ConfigMap', 'Service'], namespaces: [] },
      tooling: 'kubectl/v1.36.1',
      resourceVersion: '383',
    });
  });

  test('further namespaces, and a set that is empty', () => {
    const wide = annotatedWith({ 'applyset.kubernetes.io/additional-namespaces': 'b,a' });
    expect(readParent(wide, set).scope.namespaces).toEqual(['a', 'b']);
    const empty = parent(kubectlsLabels, {
      'applyset.kubernetes.io/tooling': 'kubectl/v1.27',
      'applyset.kubernetes.io/contains-group-kinds': '',
    });
    expect(readParent(empty, set).scope).toEqual({ groupKinds: [], namespaces: [] });
  });

  const tooling = 'applyset.kubernetes.io/tooling';
  test.each([
    ['a Secret of something else', parent({}), /exists and is no parent of an ApplySet/],
    ['no tooling', annotatedWithout(tooling), /exists and is no parent of an ApplySet/],
    [
      "another object's id",
      parent({ 'applyset.kubernetes.io/id': applySetOf('shop', 'other').id }),
      /has the ApplySet id applyset-\S+-v1 instead of applyset-Fh_/,
    ],
    [
      'another tool',
      annotatedWith({ [tooling]: 'kpt/v1.0.0' }),
      /is the parent of an ApplySet that "kpt\/v1.0.0" manages/,
    ],
    [
      'a tool whose name only begins with kubectl',
      annotatedWith({ [tooling]: 'kubectl/plugin/v1' }),
      /that "kubectl\/plugin\/v1" manages/,
    ],
    [
      'no kinds',
      annotatedWithout('applyset.kubernetes.io/contains-group-kinds'),
      /does not say in applyset.kubernetes.io\/contains-group-kinds/,
    ],
  ])('refuses %s', (_, object, message) => {
    const read = () => readParent(object, set);
    expect(read).toThrow(PreconditionError);
    expect(read).toThrow(message);
    expect(read).toThrow(/^Secret kube-delivery\.shop in namespace pr-probe .* release shop$/);
  });
});

describe('writing', () => {
  const scope = { groupKinds: ['ConfigMap', 'Deployment.apps'], namespaces: ['a', 'b'] };

  test('what is written is read again, by kubectl too: its name stands before the slash', () => {
    const written = toParent(set, scope, undefined);
    expect(readParent(written, set)).toEqual({
      scope,
      tooling: expect.stringMatching(/^kubectl\/v\d+\.\d+\.\d+\+kube-delivery$/),
      resourceVersion: undefined,
    });
    expect(written.metadata).toMatchObject({
      name: 'kube-delivery.shop',
      namespace: 'pr-probe',
      labels: { 'app.kubernetes.io/managed-by': 'kube-delivery' },
      annotations: {
        'applyset.kubernetes.io/contains-group-kinds': 'ConfigMap,Deployment.apps',
        'applyset.kubernetes.io/additional-namespaces': 'a,b',
        'kube-delivery.dev/release': 'shop',
      },
    });
    // A type could not be changed any more, and kubectl gives none.
    expect(written).not.toHaveProperty('type');
  });

  test('a parent that is there is written only as it was read', () => {
    const written = toParent(set, scope, readParent(parent(), set));
    expect(written.metadata.resourceVersion).toBe('383');
    expect(written.metadata.annotations).toMatchObject({
      'applyset.kubernetes.io/tooling': 'kubectl/v1.36.1',
    });
  });

  test('an empty scope is written as empty lists', () => {
    const written = toParent(set, { groupKinds: [], namespaces: [] }, undefined);
    expect(written.metadata.annotations).toMatchObject({
      'applyset.kubernetes.io/contains-group-kinds': '',
      'applyset.kubernetes.io/additional-namespaces': '',
    });
  });
});
