import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { objectAt, valueAt } from '@kube-delivery/shared/json/json';
import { textValues } from '@kube-delivery/shared/json/text-values';
import {
  applySetOf,
  membershipOf,
  withMembership,
} from '@kube-delivery/shared/release/apply-set/apply-set-id';
import { selects } from '@kube-delivery/shared/release/twin/service-selector';
import { trackLabel } from '@kube-delivery/shared/release/twin/twin';
import { designCanary } from '../../src/canary/canary-objects.ts';
import type { CanaryDesign } from '../../src/canary/canary-objects.ts';

type Labels = Readonly<Record<string, string>>;

function service(name: string, selector: Labels, fields: KubeObject['spec'] = {}): KubeObject {
  const spec = { selector, ports: [{ port: 80, nodePort: 30_000 }], ...objectAt(fields) };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec };
}

function deployment(labels: Labels, container: KubeObject['spec'] = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', labels: { team: 'a' } },
    spec: {
      replicas: 4,
      paused: true,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels, annotations: { scrape: 'true' } },
        spec: { containers: [{ name: 'app', image: 'app:2', ...objectAt(container) }] },
      },
    },
  };
}

function design(fields: Partial<CanaryDesign> = {}): CanaryDesign {
  const web = service('web', { app: 'web' });
  return {
    release: 'shop',
    revision: 7,
    replicas: 2,
    traffic: 'route',
    workload: deployment({ app: 'web', tier: 'front' }),
    stable: deployment({ app: 'web', tier: 'front' }),
    service: web,
    services: [web],
    changedConfig: [],
    ...fields,
  };
}

/** A canary with a Service of its own. */
function routed(fields: Partial<CanaryDesign> = {}) {
  const made = designCanary(design(fields));
  if (made.service === undefined) throw new Error('it has no Service');
  return { ...made, service: made.service };
}

function podLabels(object: KubeObject): Labels {
  return textValues(objectAt(object, 'spec', 'template', 'metadata', 'labels'));
}

describe('designCanary', () => {
  test('makes no members of the ApplySet of the release, which a prune would take', () => {
    const set = applySetOf('shop', 'shop');
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };
    const web = withMembership(service('web', { app: 'web' }), set);
    const container = { envFrom: [{ configMapRef: { name: 'settings' } }] };
    const made = routed({
      workload: withMembership(deployment({ app: 'web' }, container), set),
      service: web,
      services: [web],
      changedConfig: [withMembership(config, set)],
    });
    const objects = [made.workload, made.service, ...made.config];
    expect(objects.map(({ metadata }) => metadata.name)).toEqual([
      'web-canary',
      'web-canary',
      'settings-canary',
    ]);
    expect(objects.map(membershipOf)).toEqual([undefined, undefined, undefined]);
  });

  test('makes a Deployment that keeps everything but name, replicas and the labels selected by', () => {
    const { workload } = designCanary(design());
    expect(workload).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'web-canary',
        namespace: 'shop',
        labels: { team: 'a' },
        annotations: {
          'kube-delivery.dev/release': 'shop',
          'kube-delivery.dev/revision': '7',
          'kube-delivery.dev/canary-of': 'web',
        },
      },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web-canary', [trackLabel]: 'canary' } },
        template: {
          metadata: {
            labels: { app: 'web-canary', tier: 'front', [trackLabel]: 'canary' },
            annotations: { scrape: 'true' },
          },
          spec: { containers: [{ name: 'app', image: 'app:2' }] },
        },
      },
    });
  });

  test('makes a Service that selects just the canary and has no address of the stable one', () => {
    const fields = { type: 'LoadBalancer', clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] };
    const web = service('web', { app: 'web' }, { ...fields, sessionAffinity: 'None' });
    const made = routed({ service: web, services: [web] });
    expect(made.service.metadata.name).toBe('web-canary');
    expect(made.service.spec).toEqual({
      type: 'ClusterIP',
      sessionAffinity: 'None',
      ports: [{ port: 80 }],
      selector: { app: 'web-canary', [trackLabel]: 'canary' },
    });
    expect(selects(made.service, podLabels(made.workload))).toBe(true);
    expect(selects(made.service, podLabels(deployment({ app: 'web' })))).toBe(false);
    expect(made.intruders).toEqual([]);
  });

  test('names a Service that was made to select what the canary will carry', () => {
    const web = service('web', { app: 'web' });
    const other = service('sniffer', { app: 'web-canary' });
    expect(designCanary(design({ services: [web, other] })).intruders).toEqual(['sniffer']);
  });

  test('gives the canary its own copies of changed configuration, wherever pods refer to it', () => {
    const container = {
      env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }],
      envFrom: [{ secretRef: { name: 'keys' } }, { configMapRef: { name: 'same' } }],
    };
    const workload = deployment({ app: 'web' }, container);
    const config = (kind: string, name: string): KubeObject => ({
      apiVersion: 'v1',
      kind,
      metadata: { name, namespace: 'shop' },
      data: { a: 'b' },
    });
    const changed = [
      config('ConfigMap', 'settings'),
      config('Secret', 'keys'),
      config('ConfigMap', 'other'),
    ];
    const made = designCanary(design({ workload, changedConfig: changed }));
    expect(made.config.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ConfigMap settings-canary',
      'Secret keys-canary',
    ]);
    expect(made.config[0]?.data).toEqual({ a: 'b' });
    const [app] = [valueAt(made.workload, 'spec', 'template', 'spec', 'containers', 0)];
    expect(app).toMatchObject({
      env: [{ valueFrom: { configMapKeyRef: { name: 'settings-canary', key: 'a' } } }],
      envFrom: [{ secretRef: { name: 'keys-canary' } }, { configMapRef: { name: 'same' } }],
    });
  });

  test('finds configuration in volumes', () => {
    const workload = deployment({ app: 'web' });
    const volumes = [
      { name: 'a', configMap: { name: 'settings' } },
      { name: 'b', secret: { secretName: 'keys' } },
      { name: 'c', projected: { sources: [{ secret: { name: 'keys' } }] } },
    ];
    const withVolumes: KubeObject = {
      ...workload,
      spec: { template: { metadata: { labels: { app: 'web' } }, spec: { volumes } } },
    };
    const changedConfig: KubeObject[] = [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' } },
    ];
    const made = designCanary(design({ workload: withVolumes, changedConfig }));
    expect(valueAt(made.workload, 'spec', 'template', 'spec', 'volumes')).toEqual([
      { name: 'a', configMap: { name: 'settings-canary' } },
      { name: 'b', secret: { secretName: 'keys-canary' } },
      { name: 'c', projected: { sources: [{ secret: { name: 'keys-canary' } }] } },
    ]);
  });
});
