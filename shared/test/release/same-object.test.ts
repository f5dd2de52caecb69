import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import { changedFields, sameObject } from '../../src/release/same-object.ts';

function deployment(image: string, metadata: Record<string, string> = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', ...metadata },
    spec: { template: { spec: { containers: [{ name: 'app', image }] } } },
    status: { replicas: image.length },
  };
}

describe('sameObject', () => {
  test('looks past what the server and this suite keep in an object', () => {
    const one = deployment('app:1', { resourceVersion: '1', uid: 'a' });
    const other = deployment('app:1', { resourceVersion: '2', generation: '5' });
    const marked = {
      ...other,
      metadata: { ...other.metadata, annotations: { 'kube-delivery.dev/commit': 'abc' } },
    };
    expect(sameObject(one, other)).toBe(true);
    expect(sameObject(one, { ...marked, status: { replicas: 9 } })).toBe(true);
  });

  test('sees the owner’s own annotations, labels and spec', () => {
    const one = deployment('app:1');
    const annotated = { ...one, metadata: { ...one.metadata, annotations: { team: 'a' } } };
    expect(sameObject(one, annotated)).toBe(false);
    expect(sameObject(one, deployment('app:2'))).toBe(false);
  });
});

describe('changedFields', () => {
  test('names list items by their name', () => {
    expect(changedFields(deployment('app:1'), deployment('app:2'))).toEqual([
      {
        path: 'spec.template.spec.containers[app].image',
        from: '"app:1"',
        to: '"app:2"',
      },
    ]);
  });

  test('names list items without names by their index, and what came or went', () => {
    const from: KubeObject = {
      apiVersion: 'v1',
      kind: 'Thing',
      metadata: { name: 'x' },
      spec: { args: ['a', 'b'], old: 1 },
    };
    const to = { ...from, spec: { args: ['a', 'c', 'd'], fresh: true } };
    expect(changedFields(from, to)).toEqual([
      { path: 'spec.args[1]', from: '"b"', to: '"c"' },
      { path: 'spec.args[2]', from: undefined, to: '"d"' },
      { path: 'spec.old', from: '1', to: undefined },
      { path: 'spec.fresh', from: undefined, to: 'true' },
    ]);
  });

  test('never shows a Secret’s values', () => {
    const secret = (password: string): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'x' },
      data: { password },
    });
    expect(changedFields(secret('b2xk'), secret('bmV3'))).toEqual([
      { path: 'data.password', from: '***', to: '***' },
    ]);
  });
});
