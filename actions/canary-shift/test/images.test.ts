import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { differBeyondImages, imagesOf, planImages } from '../src/images.ts';
import { revisionOf } from '../src/revision.ts';

function workload(image: string, more: object = {}): KubeObject {
  const containers = [
    { name: 'proxy', image: 'proxy:1' },
    { name: 'web', image, ...more },
  ];
  const spec = { containers, initContainers: [{ name: 'init', image: 'init:1' }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { metadata: { labels: { app: 'web' } }, spec } },
  };
}

test('images are told by container', () => {
  expect(imagesOf(workload('web:1'))).toEqual({ proxy: 'proxy:1', web: 'web:1', init: 'init:1' });
});

describe('planImages', () => {
  test('changes what differs, after a test', () => {
    expect(planImages(workload('web:1'), imagesOf(workload('web:2')))).toEqual([
      { op: 'test', path: '/spec/template/spec/containers/1/name', value: 'web' },
      { op: 'test', path: '/spec/template/spec/containers/1/image', value: 'web:1' },
      { op: 'replace', path: '/spec/template/spec/containers/1/image', value: 'web:2' },
    ]);
  });

  test('changes nothing twice', () => {
    expect(planImages(workload('web:2'), imagesOf(workload('web:2')))).toEqual([]);
  });

  test('refuses a container that is not there', () => {
    expect(() => planImages(workload('web:1'), { sidecar: 'x:1' })).toThrow(/no container sidecar/);
  });
});

test.each([
  ['only the image', workload('web:2'), false],
  ['a variable too', workload('web:2', { env: [{ name: 'A', value: '1' }] }), true],
])('differs by %s', (_, other, beyond) => {
  expect(differBeyondImages(workload('web:1'), other)).toBe(beyond);
});

describe('revisionOf', () => {
  test('is another for another image', () => {
    expect(revisionOf(workload('web:1'))).not.toBe(revisionOf(workload('web:2')));
  });

  test('does not depend on the order of keys', () => {
    const one = workload('web:1', { args: ['a'], tty: true });
    const other = workload('web:1', { tty: true, args: ['a'] });
    expect(revisionOf(one)).toBe(revisionOf(other));
  });
});
