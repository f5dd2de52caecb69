import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import type { Json } from '../../src/json/json.ts';
import { parseImageEntry } from '../../src/manifests/image-entry.ts';
import type { ImageEntry } from '../../src/manifests/image-entry.ts';
import { parseImageListFile } from '../../src/manifests/image-list-file.ts';
import { imagesOf, replaceImages } from '../../src/manifests/replace-images.ts';

type Images = Readonly<Record<string, string>>;

function containers(images: Images): Json {
  return Object.entries(images).map(([name, image]) => ({ name, image }));
}

function deployment(name: string, images: Images, initImages: Images = {}): KubeObject {
  const spec = { initContainers: containers(initImages), containers: containers(images) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { template: { spec } },
  };
}

function entry(text: string): ImageEntry {
  const parsed = parseImageEntry(text, true);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

function replace(objects: readonly KubeObject[], ...texts: string[]) {
  const manifests = objects.map((object, index) => ({
    object,
    place: { file: 'all.yaml', line: index + 1 },
  }));
  const { manifests: replaced, problems } = replaceImages(manifests, texts.map(entry));
  return {
    images: imagesOf(replaced.map(({ object }) => object)),
    problems: problems.map(({ message }) => message),
  };
}

const digest = `sha256:${'a'.repeat(64)}`;

describe('replaceImages', () => {
  test.each<[string, KubeObject[], string[], string[]]>([
    [
      'leaves other repositories of the same host alone',
      [
        deployment('a', { app: 'host:5000/team/app:1' }),
        deployment('b', { db: 'host:5000/other/db:9' }),
      ],
      ['host:5000/team/app:2'],
      ['host:5000/team/app:2', 'host:5000/other/db:9'],
    ],
    [
      'replaces in every container that matches, init containers too',
      [deployment('a', { app: 'team/app:1', side: 'team/side:1' }, { init: 'team/app:1' })],
      ['team/app:2'],
      ['team/app:2', 'team/side:1'],
    ],
    [
      'knows Docker’s short names',
      [deployment('a', { app: 'docker.io/library/nginx:1.0' })],
      [`nginx@${digest}`],
      [`nginx@${digest}`],
    ],
    [
      'replaces an image without tag, and one with a digest',
      [deployment('a', { one: 'team/app', two: `team/app@${digest}` })],
      ['team/app:2'],
      ['team/app:2'],
    ],
    [
      'replaces by the container’s name, whatever its repository',
      [deployment('a', { app: 'x/y:1', side: 'x/y:1' })],
      ['app=team/app:2'],
      ['team/app:2', 'x/y:1'],
    ],
    [
      'prefers the name of a container to its repository',
      [deployment('a', { app: 'x/y:1', side: 'x/y:1' })],
      ['x/y:2', 'app=x/y:3'],
      ['x/y:3', 'x/y:2'],
    ],
    [
      'tells containers of one name by their object',
      [deployment('a', { app: 'x/y:1' }), deployment('b', { app: 'x/z:1' })],
      ['b/app=x/z:2'],
      ['x/y:1', 'x/z:2'],
    ],
  ])('%s', (_, objects, entries, images) => {
    expect(replace(objects, ...entries)).toEqual({ images, problems: [] });
  });

  test('finds pod templates in custom resources and cron jobs', () => {
    const pod = { spec: { containers: containers({ app: 'team/app:1' }) } };
    const rollout: KubeObject = {
      apiVersion: 'example.com/v1',
      kind: 'Rollout',
      metadata: { name: 'web' },
      spec: { shape: [{ template: pod }], containers: 'three' },
    };
    const cron: KubeObject = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'tidy' },
      spec: { jobTemplate: { spec: { template: pod } } },
    };
    expect(replace([rollout, cron], 'team/app:2')).toEqual({
      images: ['team/app:2'],
      problems: [],
    });
  });

  test.each<[string, KubeObject[], string[], RegExp[]]>([
    [
      'an entry that matches nothing, with the repositories that are there',
      [deployment('a', { app: 'host:5000/team/app:1', db: 'nginx' })],
      ['team/app:2'],
      [/"team\/app:2" matches no container; the repositories .*: host:5000\/team\/app, nginx$/],
    ],
    [
      'a container that is not there, with those that are',
      [deployment('a', { app: 'x/y:1' })],
      ['ap=x/y:2'],
      [/the containers that are there: a\/app/],
    ],
    [
      'a container’s name that two objects have',
      [deployment('a', { app: 'x/y:1' }), deployment('b', { app: 'x/z:1' })],
      ['app=x/y:2'],
      [/Deployment a, Deployment b.*a\/app=x\/y:2/],
    ],
    [
      'two entries for one container',
      [deployment('a', { app: 'nginx:1' })],
      ['nginx:2', 'docker.io/library/nginx:3'],
      [/mean the same container/],
    ],
    ['manifests without pods', [], ['nginx:2'], [/hold no pod template/]],
  ])('refuses %s', (_, objects, entries, messages) => {
    const { problems } = replace(objects, ...entries);
    expect(problems).toHaveLength(messages.length);
    messages.forEach((message, index) => {
      expect(problems[index]).toMatch(message);
    });
  });
});

describe('parseImageEntry', () => {
  test.each([
    ['Not An Image', /no image reference/],
    ['a=b=c', /no image reference/],
    ['UPPER=nginx:1', /names no container/],
    ['a/b/c=nginx:1', /names no container/],
    ['nginx', /no fixed version/],
    ['nginx:latest', /no fixed version/],
    ['app=nginx:latest', /no fixed version/],
  ])('refuses %s', (text, message) => {
    expect(parseImageEntry(text, false)).toMatch(message);
  });

  test('takes latest with a digest, and floating tags when they are allowed', () => {
    expect(parseImageEntry(`nginx:latest@${digest}`, false)).toMatchObject({
      image: `nginx:latest@${digest}`,
    });
    expect(parseImageEntry('nginx', true)).toMatchObject({ image: 'nginx' });
  });
});

describe('parseImageListFile', () => {
  const image = { registry: '127.0.0.1:5000', repository: 'team/app', tag: 'sha-1', digest: '' };
  test('reads images by tag, and by digest where there is one', () => {
    const text = JSON.stringify({
      schemaVersion: 1,
      images: [image, { ...image, registry: 'docker.io', repository: 'library/nginx', digest }],
    });
    expect(parseImageListFile(text)).toMatchObject([
      { image: '127.0.0.1:5000/team/app:sha-1' },
      { image: `docker.io/library/nginx:sha-1@${digest}` },
    ]);
  });

  test.each([
    ['text', 'hello', /not a manifest file/],
    ['another JSON', '{"images": []}', /not a manifest file/],
    ['no image', '{"schemaVersion": 1, "images": []}', /names no image/],
    [
      'an illegal repository',
      JSON.stringify({ schemaVersion: 1, images: [{ ...image, repository: 'A B' }] }),
      /images\[0\]/,
    ],
    [
      'an image without version',
      JSON.stringify({ schemaVersion: 1, images: [{ ...image, tag: '' }] }),
      /images\[0\]/,
    ],
  ])('refuses %s', (_, text, message) => {
    expect(parseImageListFile(text)).toMatch(message);
  });
});
