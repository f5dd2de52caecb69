import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import { referenceTo } from '../../src/manifests/manifest.ts';
import { restoreByHand } from '../../src/release/restore-by-hand.ts';

const object = (apiVersion: string, kind: string, name: string): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
});

test('a revision is applied from its record, watched, and what was added is deleted', () => {
  const good = {
    release: 'web',
    revision: 7,
    objects: [object('v1', 'Service', 'web'), object('apps/v1', 'Deployment', 'web')],
  };
  const added = [
    { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'new' },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'new' },
  ];
  expect(restoreByHand(good, 'ops', added)).toEqual([
    `kubectl get secret kube-delivery.web.v7 --namespace ops -o jsonpath='{.data.release}' | base64 -d | gunzip | jq '{apiVersion: "v1", kind: "List", items: .objects}' | kubectl apply --server-side --force-conflicts --field-manager kube-delivery -f -`,
    'kubectl rollout status deployment.v1.apps/web --namespace shop',
    'kubectl delete configmap/new --namespace shop --ignore-not-found',
    'kubectl delete clusterrole.v1.rbac.authorization.k8s.io/new --ignore-not-found',
  ]);
});

test('what was taken down and has no replicas in its manifest is scaled up', () => {
  const [free, named] = ['free', 'named'].map((name) => object('apps/v1', 'Deployment', name));
  if (free === undefined || named === undefined) throw new Error('there are two');
  const good = {
    release: 'web',
    revision: 7,
    objects: [free, { ...named, spec: { replicas: 2 } }],
  };
  const takenDown = [free, named].map((each) => ({
    reference: referenceTo(each),
    replicas: 5,
    since: '2026-11-21T00:00:00.000Z',
  }));
  const commands = restoreByHand(good, 'ops', [], takenDown);
  expect(commands.filter((each) => each.includes('scale'))).toEqual([
    'kubectl scale deployment.v1.apps/free --namespace shop --replicas 5',
  ]);
});
