import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import { objectAt } from '../../src/json/json.ts';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { parseImageEntry } from '../../src/manifests/image-entry.ts';
import { replaceImages } from '../../src/manifests/replace-images.ts';
import {
  versionLabel,
  versionOfImage,
  withVersionLabels,
} from '../../src/manifests/version-label.ts';

const digest = `sha256:0123456789abcdef${'0'.repeat(48)}`;

function pods(images: Readonly<Record<string, string>>, labels: JsonObject = {}): JsonObject {
  const containers = Object.entries(images).map(([name, image]) => ({ name, image }));
  return { metadata: { labels }, spec: { containers } };
}

function object(kind: string, spec: JsonObject, labels?: Record<string, string>): KubeObject {
  const apiVersion = { CronJob: 'batch/v1', Service: 'v1', Pod: 'v1' }[kind] ?? 'apps/v1';
  return { apiVersion, kind, metadata: { name: 'web', ...(labels && { labels }) }, spec };
}

function custom(spec: JsonObject): KubeObject {
  return { ...object('Rollout', spec), apiVersion: 'example.com/v1' };
}

/** Replaces images and labels as deploy does. */
function label(objects: readonly KubeObject[], ...texts: readonly string[]) {
  const entries = texts.map((text) => {
    const entry = parseImageEntry(text, true);
    if (typeof entry === 'string') throw new Error(entry);
    return entry;
  });
  const manifests = objects.map((each, index) => ({
    object: each,
    place: { file: 'all.yaml', line: index + 1 },
  }));
  const { manifests: replaced, problems } = replaceImages(manifests, entries);
  expect(problems).toEqual([]);
  const labelled = withVersionLabels(replaced, entries);
  return {
    before: replaced.map((each) => each.object),
    after: labelled.manifests.map((each) => each.object),
    notices: labelled.notices,
  };
}

function labelOf(holder: Json | undefined): Json | undefined {
  return objectAt(holder, 'metadata', 'labels')[versionLabel];
}

const app = { app: 'team/app:1' };
const stale = { [versionLabel]: 'stale', tier: 'web' };

describe('withVersionLabels', () => {
  test.each<[string, KubeObject, string[], string | undefined, string | undefined]>([
    ['the tag', object('Deployment', { template: pods(app) }), ['team/app:2'], '2', '2'],
    [
      'the tag where there is a digest too',
      object('Deployment', { template: pods(app) }),
      [`team/app:2@${digest}`],
      '2',
      '2',
    ],
    [
      'the start of the digest',
      object('StatefulSet', { template: pods(app) }),
      [`team/app@${digest}`],
      '0123456789ab',
      '0123456789ab',
    ],
    [
      'the tag that the manifest had already',
      object('DaemonSet', { template: pods(app) }),
      ['team/app:1'],
      '1',
      '1',
    ],
    [
      'an image given by the name of its container',
      object('Deployment', { template: pods(app) }),
      ['web/app=other/app:2'],
      '2',
      '2',
    ],
    [
      'the first container that was given',
      object('Deployment', { template: pods({ proxy: 'envoy:9', ...app, side: 'team/side:1' }) }),
      ['team/side:7', 'team/app:2'],
      '2',
      '2',
    ],
    [
      'the application before what prepares it',
      object('Deployment', {
        template: {
          spec: {
            initContainers: [{ name: 'init', image: 'team/init:1' }],
            containers: [{ name: 'app', image: 'team/app:1' }],
          },
        },
      }),
      ['team/init:5', 'team/app:2'],
      '2',
      '2',
    ],
    [
      'a value that would be a lie',
      object('Deployment', { template: pods(app, stale) }, { [versionLabel]: 'stale' }),
      ['team/app:2'],
      '2',
      '2',
    ],
    [
      'no tag at all',
      object('Deployment', { template: pods(app) }),
      ['team/app'],
      'latest',
      'latest',
    ],
    [
      'no workload whose image was not given',
      object('Deployment', { template: pods({ db: 'postgres:16' }, stale) }),
      [],
      undefined,
      'stale',
    ],
    [
      'a custom resource with a pod template',
      custom({ template: pods(app) }),
      ['team/app:2'],
      '2',
      '2',
    ],
    [
      'a custom resource whose template has no metadata',
      custom({ template: { spec: { containers: [{ name: 'app', image: 'team/app:1' }] } } }),
      ['team/app:2'],
      '2',
      undefined,
    ],
    [
      'a custom resource with pods elsewhere',
      custom({ shape: [{ template: pods(app) }] }),
      ['team/app:2'],
      '2',
      undefined,
    ],
    [
      'a Pod',
      object('Pod', { containers: [{ name: 'app', image: 'team/app:1' }] }),
      ['team/app:2'],
      '2',
      undefined,
    ],
  ])('%s', (_, given, texts, ofObject, ofPods) => {
    const { after, notices } = label([given], ...texts);
    expect(labelOf(after[0])).toBe(ofObject);
    expect(labelOf(objectAt(after[0], 'spec', 'template'))).toBe(ofPods);
    expect(notices).toEqual([]);
  });

  test('labels the pods of a CronJob, and nothing between', () => {
    const cron = object('CronJob', { jobTemplate: { spec: { template: pods(app) } } });
    const { after } = label([cron], 'team/app:2');
    expect(labelOf(after[0])).toBe('2');
    expect(labelOf(objectAt(after[0], 'spec', 'jobTemplate', 'spec', 'template'))).toBe('2');
    expect(labelOf(objectAt(after[0], 'spec', 'jobTemplate'))).toBeUndefined();
    expect(objectAt(after[0], 'spec', 'template')).toEqual({});
  });

  test('leaves all else as it is, selectors too', () => {
    const selector = { matchLabels: { app: 'web' } };
    const web = object('Deployment', {
      replicas: 3,
      selector,
      template: pods(app, { app: 'web' }),
    });
    const others = [
      object('Service', { selector: { app: 'web' } }),
      object('Deployment', { selector, template: pods({ db: 'postgres:16' }, stale) }),
    ];
    const { before, after } = label([web, ...others], 'team/app:2');
    expect(after.slice(1)).toEqual(others);
    expect(after[0]).toEqual({
      ...web,
      metadata: { name: 'web', labels: { [versionLabel]: '2' } },
      spec: {
        ...objectAt(before[0], 'spec'),
        template: pods({ app: 'team/app:2' }, { app: 'web', [versionLabel]: '2' }),
      },
    });
  });

  const byVersion = { [versionLabel]: '1' };
  test.each<[string, JsonObject]>([
    ['a Service', { selector: byVersion }],
    ['a workload', { selector: { matchLabels: byVersion } }],
    [
      'an expression',
      { selector: { matchExpressions: [{ key: versionLabel, operator: 'Exists' }] } },
    ],
    ['a NetworkPolicy', { podSelector: { matchLabels: byVersion } }],
    [
      'a peer of a NetworkPolicy',
      { ingress: [{ from: [{ podSelector: { matchLabels: byVersion } }] }] },
    ],
    [
      'a spread constraint',
      {
        template: {
          spec: { topologySpreadConstraints: [{ labelSelector: { matchLabels: byVersion } }] },
        },
      },
    ],
    ['a subset', { subsets: [{ name: 'v1', labels: byVersion }] }],
    ['a Calico policy', { selector: `${versionLabel} == '1'` }],
    ['a Cilium policy', { endpointSelector: { matchLabels: { [`k8s:${versionLabel}`]: '1' } } }],
  ])('labels nothing where it is selected by: %s', (_, spec) => {
    const web = object('Deployment', { template: pods(app, stale) });
    const { before, after, notices } = label([web, custom(spec)], 'team/app:2');
    expect(after).toEqual(before);
    expect(notices).toEqual([
      'Label app.kubernetes.io/version is left as the manifests have it on Deployment web: Rollout web (all.yaml:2) selects by it.',
    ]);
  });

  test.each<[string, JsonObject]>([
    ['nodes are selected by it', { template: { spec: { nodeSelector: byVersion } } }],
    ['it is a label only', { template: { metadata: { labels: byVersion } } }],
    ['another label is selected by', { selector: { 'app.kubernetes.io/name': 'web' } }],
  ])('labels where %s', (_, spec) => {
    const web = object('Deployment', { template: pods(app) });
    const { after, notices } = label([web, custom(spec)], 'team/app:2');
    expect(labelOf(after[0])).toBe('2');
    expect(notices).toEqual([]);
  });

  test('says nothing of selectors where no image was given', () => {
    const { notices } = label([object('Service', { selector: byVersion })]);
    expect(notices).toEqual([]);
  });
});

describe('versionOfImage', () => {
  const legal = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
  const long = 'x'.repeat(70);
  test.each([
    ['team/app:1.2.3-rc.1', '1.2.3-rc.1'],
    [`team/app:${'x'.repeat(63)}`, 'x'.repeat(63)],
    [`team/app:${long}`, expect.stringMatching(/^x{54}-[0-9a-f]{8}$/)],
    ['team/app:v1.', expect.stringMatching(/^v1-[0-9a-f]{8}$/)],
    ['team/app:_v1', expect.stringMatching(/^v1-[0-9a-f]{8}$/)],
    ['team/app:_', expect.stringMatching(/^[0-9a-f]{8}$/)],
    [`host:5000/team/app@${digest}`, '0123456789ab'],
    ['host:5000/team/app', 'latest'],
  ])('%s', (image, version) => {
    const value = versionOfImage(image);
    expect(value).toEqual(version);
    expect(value).toMatch(legal);
  });

  test('keeps tags apart that would be cut to the same', () => {
    const tags = [`${long}1`, `${long}2`, 'v1', 'v1.', '_v1', 'v1_', '_', '__'];
    const versions = new Set(tags.map((tag) => versionOfImage(`team/app:${tag}`)));
    expect(versions.size).toBe(tags.length);
  });

  test('knows none of what is no reference', () => {
    expect(versionOfImage('Not An Image')).toBeUndefined();
  });
});
