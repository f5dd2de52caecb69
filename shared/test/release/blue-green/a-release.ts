import type { KubeObject } from '../../../src/cluster/kube-object.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import type { ColourPair } from '../../../src/release/blue-green/blue-green-record.ts';

export const pair: ColourPair = { namespace: 'shop', workload: 'web', service: 'web' };

export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: JsonObject = {},
): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...fields };
}

export function service(name: string, selector: JsonObject): KubeObject {
  const spec = { selector, ports: [{ name: 'http', port: 80, nodePort: 30_080 }], clusterIP: 'a' };
  return object('v1', 'Service', name, { spec });
}

export function deployment(name: string, labels: JsonObject, pod: JsonObject = {}): KubeObject {
  return object('apps/v1', 'Deployment', name, {
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, ...labels } },
        spec: { containers: [{ name: 'app', image: 'app:1' }], ...pod },
      },
    },
  });
}
