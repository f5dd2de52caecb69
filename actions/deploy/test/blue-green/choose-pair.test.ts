import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import type { ColourPair } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import type { PlannedObject } from '@kube-delivery/shared/release/release-plan';
import { choosePair } from '../../src/blue-green/choose-pair.ts';
import type { PairChoice, PairFacts } from '../../src/blue-green/choose-pair.ts';

function object(apiVersion: string, kind: string, name: string, spec: JsonObject): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec };
}

function deployment(name: string, labels: JsonObject = { app: name }): KubeObject {
  return object('apps/v1', 'Deployment', name, { template: { metadata: { labels } } });
}

function service(name: string, selector: JsonObject): KubeObject {
  return object('v1', 'Service', name, { selector });
}

function planned(declared: KubeObject, path?: string): PlannedObject {
  const fields = path === undefined ? [] : [{ path, from: '1', to: '2' }];
  return {
    reference: referenceTo(declared),
    declared,
    object: declared,
    live: declared,
    action: path === undefined ? 'unchanged' : 'update',
    fields,
    force: false,
  };
}

const changed = (declared: KubeObject): PlannedObject =>
  planned(declared, 'spec.template.spec.containers[app].image');

function choose(objects: readonly PlannedObject[], facts: Partial<PairFacts> = {}): PairChoice {
  const plan = { objects, refusals: [] };
  return choosePair({ plan, services: [], service: undefined, former: undefined, ...facts });
}

const [web, api, worker] = ['web', 'api', 'worker'].map((name) => deployment(name));
if (web === undefined || api === undefined || worker === undefined) throw new Error('three');
const [webService, apiService] = ['web', 'api'].map((name) =>
  planned(service(name, { app: name })),
);
if (webService === undefined || apiService === undefined) throw new Error('two');
const former: ColourPair = { namespace: 'shop', workload: 'web', service: 'web' };

function pairOf(workload: string, name = workload): PairChoice {
  return { kind: 'pair', pair: { namespace: 'shop', workload, service: name } };
}

describe('choosePair', () => {
  test.each<readonly [string, PairChoice, PairChoice]>([
    ['the only Deployment behind a Service', choose([changed(web), webService]), pairOf('web')],
    ['also where its pods do not change', choose([planned(web), webService]), pairOf('web')],
    [
      'beside one that no Service leads to',
      choose([changed(web), webService, changed(worker)]),
      pairOf('web'),
    ],
    [
      'of several the one that changes',
      choose([planned(web), webService, changed(api), apiService]),
      pairOf('api'),
    ],
    [
      'of several none that changes',
      choose([planned(web), webService, planned(api), apiService]),
      { kind: 'same' },
    ],
    [
      'the one that had colours before, also where it does not change',
      choose([planned(web), webService, planned(api), apiService], { former }),
      pairOf('web'),
    ],
    [
      'a Service that the release does not declare',
      choose([changed(web)], { services: [service('front', { app: 'web' })] }),
      pairOf('web', 'front'),
    ],
    [
      'a Service that runs in the other colour',
      choose([changed(web)], { services: [service('front', { app: 'web-green' })] }),
      pairOf('web', 'front'),
    ],
    [
      'the Service that is named, of several',
      choose([changed(web), webService, planned(service('inside', { app: 'web' }))], {
        service: 'inside',
      }),
      pairOf('web', 'inside'),
    ],
    [
      'the Service from before, of several',
      choose([changed(web), webService, planned(service('inside', { app: 'web' }))], { former }),
      pairOf('web'),
    ],
  ])('%s', (_, choice, expected) => {
    expect(choice).toEqual(expected);
  });

  test.each<readonly [string, PairChoice, RegExp]>([
    ['without a Deployment', choose([webService]), /has no Deployment/],
    ['without a Service', choose([changed(web)]), /no Service selects the pods of Deployment web/],
    [
      'with a Service of other pods',
      choose([changed(web), webService], { service: 'api' }),
      /Service api does not select the pods of Deployment web; those that do: web/,
    ],
    [
      'with several Services and none named',
      choose([changed(web), webService, planned(service('inside', { app: 'web' }))]),
      /several Services lead to the pods of Deployment web \(web, inside\)/,
    ],
    [
      'of several Deployments that change',
      choose([changed(web), webService, changed(api), apiService]),
      /several Deployments behind Services change or have two colours \(web, api\)/,
    ],
    [
      'of another Deployment than the one that had colours',
      choose([planned(web), webService, changed(api), apiService], { former }),
      /\(web, api\)/,
    ],
    [
      'behind a Service of several workloads',
      choose([
        changed(deployment('web', { app: 'web', tier: 'front' })),
        planned(service('web', { tier: 'front' })),
        planned(deployment('cart', { app: 'cart', tier: 'front' })),
      ]),
      /Service web leads to pods of Deployment cart as well as of Deployment web/,
    ],
  ])('is impossible %s', (_, choice, reason) => {
    expect(choice).toMatchObject({ kind: 'impossible', reason: expect.stringMatching(reason) });
  });
});
