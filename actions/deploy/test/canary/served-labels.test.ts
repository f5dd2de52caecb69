import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesLabels } from '@kube-delivery/shared/cluster/label-selector';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { selects } from '@kube-delivery/shared/release/twin/service-selector';
import { trackLabel } from '@kube-delivery/shared/release/twin/twin';
import { designCanary } from '../../src/canary/canary-objects.ts';
import { intrudersOf, labelsServedBy } from '../../src/canary/served-labels.ts';

type Labels = Readonly<Record<string, string>>;

function service(name: string, selector: Labels): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector } };
}

function deployment(selector: JsonObject, labels: Labels): KubeObject {
  const template = { metadata: { labels }, spec: { containers: [] } };
  const metadata = { name: 'web', namespace: 'shop' };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector, template } };
}

const labels = { app: 'web', tier: 'front', team: 'a' };
const canary = { [trackLabel]: 'canary' };

describe('labelsServedBy', () => {
  test.each<[string, Labels, JsonObject, Labels, boolean]>([
    [
      'all that the Deployment selects by belongs to the Service',
      { app: 'web' },
      { matchLabels: { app: 'web' } },
      { ...labels, ...canary },
      true,
    ],
    [
      'the Deployment selects by a label more',
      { app: 'web' },
      { matchLabels: { app: 'web', tier: 'front' } },
      { ...labels, tier: 'front-canary', ...canary },
      false,
    ],
    [
      'that is an expression',
      { app: 'web' },
      { matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', 'back'] }] },
      { ...labels, tier: 'front-canary', ...canary },
      false,
    ],
    [
      'that is an expression which no value of it could fail',
      { app: 'web' },
      { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
      { ...labels, tier: 'front-canary', ...canary },
      true,
    ],
    [
      'the Deployment selects by other labels than the Service',
      { app: 'web' },
      { matchLabels: { team: 'a' } },
      { ...labels, team: 'a-canary', ...canary },
      false,
    ],
  ])('%s', (_, selector, stableSelector, pod, overlap) => {
    const front = service('web', selector);
    const stable = deployment(stableSelector, labels);
    expect(labelsServedBy(front, labels, stable, [front])).toMatchObject({ pod, overlap });
  });

  test('always lets the Service select the canary, and its selector no stable pod', () => {
    const label = fc.constantFrom('app', 'tier', 'team');
    const subset = fc.uniqueArray(label, { minLength: 1 });
    const pick = (keys: readonly string[]): Labels =>
      Object.fromEntries(Object.entries(labels).filter(([key]) => keys.includes(key)));
    fc.assert(
      fc.property(subset, subset, subset, (front, own, other) => {
        const services = [service('web', pick(front)), service('other', pick(other))];
        const stable = deployment({ matchLabels: pick(own) }, labels);
        const [web] = services;
        if (web === undefined) throw new Error('there is one');
        const made = labelsServedBy(web, labels, stable, services);
        expect(selects(web, made.pod)).toBe(true);
        expect(matchesLabels({ matchLabels: made.selector }, made.pod)).toBe(true);
        expect(matchesLabels({ matchLabels: made.selector }, labels)).toBe(false);
        expect(made.overlap).toBe(own.every((key) => front.includes(key)));
      }),
    );
  });
});

describe('intrudersOf', () => {
  test('are Services that send only the canary requests', () => {
    const stable = deployment({ matchLabels: { app: 'web' } }, labels);
    const services = [
      service('web', { app: 'web' }),
      service('sniffer', canary),
      service('none', {}),
      service('other', { app: 'other' }),
    ];
    const found = intrudersOf({ ...labels, ...canary }, stable, services);
    expect(found.map(({ metadata }) => metadata.name)).toEqual(['sniffer']);
  });
});

test('a canary whose pods are its traffic has no Service of its own', () => {
  const web = service('web', { app: 'web' });
  const workload = deployment({ matchLabels: { app: 'web' } }, labels);
  const made = designCanary({
    release: 'shop',
    revision: 2,
    replicas: 0,
    traffic: 'replicas',
    workload,
    stable: workload,
    service: web,
    services: [web],
    changedConfig: [],
  });
  expect(made).toMatchObject({
    service: undefined,
    intruders: [],
    overlap: true,
    workload: { spec: { replicas: 0, selector: { matchLabels: canary } } },
  });
});
