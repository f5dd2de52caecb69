import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { PlannedObject, ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { chooseCanary, serviceInFront } from '../../src/canary/choose-canary.ts';

function planned(object: KubeObject, fields: Partial<PlannedObject> = {}): PlannedObject {
  return {
    reference: referenceTo(object),
    declared: object,
    object,
    action: 'update',
    live: object,
    fields: [],
    force: false,
    ...fields,
  };
}

function deployment(name: string, config?: string): KubeObject {
  const envFrom = config === undefined ? [] : [{ configMapRef: { name: config } }];
  const template = {
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: 'app', image: 'app:1', envFrom }] },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { template },
  };
}

const settings: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
};

const imageChange = [{ path: 'spec.template.spec.containers[app].image', from: '"a"', to: '"b"' }];
const scaleChange = [{ path: 'spec.replicas', from: '1', to: '2' }];

function plan(...objects: PlannedObject[]): ReleasePlan {
  return { objects, refusals: [] };
}

describe('chooseCanary', () => {
  test.each<[string, ReleasePlan, string]>([
    [
      'a template that changes',
      plan(planned(deployment('web'), { fields: imageChange })),
      'canary',
    ],
    [
      'configuration that the pods refer to',
      plan(planned(deployment('web', 'settings')), planned(settings)),
      'canary',
    ],
    [
      'configuration that they do not refer to',
      plan(planned(deployment('web', 'others')), planned(settings)),
      'same',
    ],
    [
      'the same configuration',
      plan(planned(deployment('web', 'settings')), planned(settings, { action: 'unchanged' })),
      'same',
    ],
    ['only replicas', plan(planned(deployment('web'), { fields: scaleChange })), 'same'],
    [
      'one of two that changes',
      plan(planned(deployment('web'), { fields: imageChange }), planned(deployment('db'))),
      'canary',
    ],
    [
      'two that change',
      plan(
        planned(deployment('web'), { fields: imageChange }),
        planned(deployment('db'), { fields: imageChange }),
      ),
      'impossible',
    ],
    ['no Deployment', plan(planned(settings)), 'impossible'],
    ['none that runs', plan(planned(deployment('web'), { live: undefined })), 'first'],
  ])('%s', (_, given, kind) => {
    expect(chooseCanary(given).kind).toBe(kind);
  });
});

describe('serviceInFront', () => {
  const service = (name: string, selector: Record<string, string>): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector },
  });
  test.each<[string, KubeObject[], string | undefined]>([
    ['the one that selects', [service('a', { app: 'db' }), service('b', { app: 'web' })], 'b'],
    ['the one of its name', [service('a', { app: 'web' }), service('web', { app: 'web' })], 'web'],
    ['the first by name', [service('c', { app: 'web' }), service('b', { app: 'web' })], 'b'],
    ['not one without selector', [service('web', {})], undefined],
    ['not one that wants more', [service('web', { app: 'web', tier: 'x' })], undefined],
  ])('is %s', (_, services, name) => {
    expect(serviceInFront(deployment('web'), services)?.metadata.name).toBe(name);
  });
});
