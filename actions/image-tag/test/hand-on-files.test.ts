import { expect, test } from '@jest/globals';
import { parseImageListFile } from '@kube-delivery/shared/manifests/image-list-file';
import { bakeFileOf, manifestOf } from '../src/hand-on-files.ts';
import type { ImageNames } from '../src/image-names.ts';
import { headSha } from './event-fixture.ts';

const names: ImageNames = {
  repositories: [
    { registry: 'registry.example:5000', repository: 'shop/web' },
    { registry: 'docker.io', repository: 'shop/web' },
  ],
  tags: [
    { tag: 'sha-6dcb09b5b578-42.1', strategy: 'git-sha-build-id' },
    { tag: '1.2.3', strategy: 'semver' },
  ],
  floating: ['v1'],
  version: '1.2.3',
  sha: headSha,
  buildId: '42.1',
  labels: new Map([['team', 'a=b']]),
  annotations: new Map([['index:team', 'shop']]),
};

test('deploy reads the images from the manifest', () => {
  const entries = parseImageListFile(JSON.stringify(manifestOf(names)));
  if (typeof entries === 'string') throw new Error(entries);
  expect(entries.map(({ image }) => image)).toEqual([
    'registry.example:5000/shop/web:sha-6dcb09b5b578-42.1',
    'docker.io/shop/web:sha-6dcb09b5b578-42.1',
  ]);
});

test('the manifest keeps the host apart from all else', () => {
  const { images, ...rest } = manifestOf(names);
  expect(rest).toEqual({
    schemaVersion: 1,
    tag: 'sha-6dcb09b5b578-42.1',
    tags: ['sha-6dcb09b5b578-42.1', '1.2.3'],
    version: '1.2.3',
    sha: headSha,
    buildId: '42.1',
  });
  expect(images).toContainEqual({
    registry: 'registry.example:5000',
    repository: 'shop/web',
    tag: 'sha-6dcb09b5b578-42.1',
    digest: null,
  });
});

test('the bake file has every fixed tag, and no moving one', () => {
  expect(bakeFileOf(names)).toEqual({
    target: {
      'image-tag': {
        tags: [
          'registry.example:5000/shop/web:sha-6dcb09b5b578-42.1',
          'docker.io/shop/web:sha-6dcb09b5b578-42.1',
          'registry.example:5000/shop/web:1.2.3',
          'docker.io/shop/web:1.2.3',
        ],
        labels: { team: 'a=b' },
        annotations: ['index:team=shop'],
      },
    },
  });
});
