import { describe, expect, test } from '@jest/globals';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { podsOf, readPodCount } from '../src/pod-count.ts';
import { readReleaseName, releaseNameOf } from '@kube-delivery/shared/release/release-name';
import { releaseUrl } from '../src/release-url.ts';
import { withRollingUpdate } from '../src/rolling-update.ts';
import { updateRisks } from '../src/update-risks.ts';

function readerOf(inputs: Readonly<Record<string, string>>): InputReader {
  return new InputReader((name) => inputs[name]);
}

describe('the release’s name', () => {
  test.each([
    ['owner/shop', 'shop'],
    ['owner/My_Shop.js', 'my-shop-js'],
    ['owner/--x--', 'x'],
    [`owner/${'a'.repeat(62)}-b`, 'a'.repeat(62)],
    ['owner/___', ''],
    ['', ''],
  ])('of repository %s is %s', (repository, name) => {
    expect(releaseNameOf(repository)).toBe(name);
  });

  test.each(['Shop', 'a b', '-a', 'a-', 'a.b', 'a'.repeat(64)])('is not %j', (release) => {
    const reader = readerOf({ release });
    readReleaseName(reader, { repository: '' });
    expect(reader.isRejected('release')).toBe(true);
  });

  test('is needed where the repository gives none', () => {
    const reader = readerOf({});
    readReleaseName(reader, { repository: '' });
    expect(reader.isRejected('release')).toBe(true);
  });
});

describe('a pod count', () => {
  test.each([
    ['1', 10, 1],
    ['3', 1, 3],
    ['10%', 3, 1],
    ['50%', 3, 2],
    ['100%', 4, 4],
    ['25%', 0, 1],
  ])('%s of %d pods is %d', (text, whole, pods) => {
    const count = readPodCount(readerOf({ 'canary-replicas': text }), 'canary-replicas', {
      min: 1,
    });
    expect(count && podsOf(count, whole)).toBe(pods);
  });

  test.each(['0', '-1', '1.5', 'two', '0%', '101%', '5 %'])('is not %j', (text) => {
    const reader = readerOf({ 'canary-replicas': text });
    readPodCount(reader, 'canary-replicas', { min: 1 });
    expect(reader.isRejected('canary-replicas')).toBe(true);
  });
});

function deployment(spec: KubeObject['spec']): KubeObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec };
}

describe('withRollingUpdate', () => {
  const update = {
    maxSurge: { kind: 'percent', value: 50 },
    maxUnavailable: { kind: 'number', value: 0 },
  } as const;

  test('overrides what the manifest says', () => {
    const object = deployment({ replicas: 1, strategy: { rollingUpdate: { maxSurge: 1 } } });
    expect(withRollingUpdate(object, update).spec).toEqual({
      replicas: 1,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%', maxUnavailable: 0 } },
    });
  });

  test('leaves a Deployment that is recreated, other kinds, and all without inputs', () => {
    const recreated = deployment({ strategy: { type: 'Recreate' } });
    const set: KubeObject = { ...deployment({}), kind: 'StatefulSet' };
    const none = { maxSurge: undefined, maxUnavailable: undefined };
    expect(withRollingUpdate(recreated, update)).toBe(recreated);
    expect(withRollingUpdate(set, update)).toBe(set);
    const plain = deployment({});
    expect(withRollingUpdate(plain, none)).toBe(plain);
  });
});

describe('updateRisks', () => {
  const careful = {
    name: 'app',
    ports: [{ containerPort: 80 }],
    readinessProbe: { httpGet: { port: 80 } },
    lifecycle: { preStop: { sleep: { seconds: 3 } } },
  };
  const careless = { name: 'app', ports: [{ containerPort: 80 }] };
  const rolling = (maxUnavailable: number | string) => ({ rollingUpdate: { maxUnavailable } });
  test.each<[string, KubeObject['spec'], number]>([
    ['a careful one', { template: { spec: { containers: [careful] } } }, 0],
    ['no probe and no hook', { template: { spec: { containers: [careless] } } }, 2],
    ['no port', { template: { spec: { containers: [{ name: 'worker' }] } } }, 0],
    [
      'the only replica may go',
      { strategy: rolling(1), template: { spec: { containers: [careful] } } },
      1,
    ],
    [
      'a quarter of one replica is none',
      { strategy: rolling('25%'), template: { spec: { containers: [careful] } } },
      0,
    ],
  ])('%s', (_, spec, count) => {
    expect(updateRisks(deployment(spec))).toHaveLength(count);
  });
});

describe('releaseUrl', () => {
  const ingress = (spec: KubeObject['spec']): KubeObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web' },
    spec,
  });
  const route = (spec: KubeObject['spec']): KubeObject => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'web' },
    spec,
  });
  test.each<[string, KubeObject[], string]>([
    ['nothing', [], ''],
    ['an Ingress', [ingress({ rules: [{ host: 'a.test' }] })], 'http://a.test/'],
    [
      'an Ingress with TLS',
      [ingress({ rules: [{ host: 'a.test' }], tls: [{ hosts: ['a.test'] }] })],
      'https://a.test/',
    ],
    ['an Ingress without host', [ingress({ rules: [{}] })], ''],
    [
      'an HTTPRoute, not by its wildcard',
      [route({ hostnames: ['*.test', 'b.test'] })],
      'http://b.test/',
    ],
    [
      'an HTTPRoute of a TLS listener',
      [route({ hostnames: ['b.test'], parentRefs: [{ name: 'g', sectionName: 'https' }] })],
      'https://b.test/',
    ],
  ])('of %s', (_, objects, url) => {
    expect(releaseUrl(objects)).toBe(url);
  });
});
