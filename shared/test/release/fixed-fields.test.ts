import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import { fixedFieldsHint } from '../../src/release/fixed-fields.ts';
import type { JsonObject } from '../../src/json/json.ts';

const object = (apiVersion: string, kind: string, spec: JsonObject): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'web', namespace: 'shop' },
  spec,
});
const hint = (
  declared: KubeObject,
  live: KubeObject,
  cause: { readonly field: string; readonly message: string },
  status = 422,
): string | undefined => {
  const { apiVersion, kind } = declared;
  const reference = { apiVersion, kind, namespace: 'shop', name: 'web' };
  return fixedFieldsHint(reference, declared, live, {
    status,
    causes: [{ reason: 'FieldValueInvalid', ...cause }],
  });
};
const claim = (spec: JsonObject) => object('v1', 'PersistentVolumeClaim', spec);
const set = (spec: JsonObject) => object('apps/v1', 'StatefulSet', spec);
const deployment = object('apps/v1', 'Deployment', {});

test('the server’s field, what to do, and the command', () => {
  const message = 'Invalid value: {"matchLabels":{"tier":"web"}}: field is immutable';
  expect(hint(deployment, deployment, { field: 'spec.selector', message })).toBe(
    'spec.selector of Deployment web in namespace shop cannot be changed once it is there: ' +
      'put back what it was, give the Deployment another name, or delete it first ' +
      '(kubectl delete deployment.v1.apps/web --namespace shop)',
  );
});

test('of a StatefulSet, the fields that differ and may not', () => {
  const message =
    "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  const live = set({ replicas: 1, serviceName: 'a', volumeClaimTemplates: [{ status: {} }] });
  const declared = set({ replicas: 2, serviceName: 'b', volumeClaimTemplates: [{}] });
  expect(hint(declared, live, { field: 'spec', message })).toMatch(
    /^spec\.serviceName of StatefulSet web /,
  );
});

test.each([
  [
    'spec.accessModes of PersistentVolumeClaim',
    'spec',
    'Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
  ],
  ['spec.clusterIPs[0] of ', 'spec.clusterIPs[0]', 'Invalid value: "x": may not change once set'],
  ['roleRef of ', 'roleRef', 'Invalid value: {"kind":"Role"}: cannot change roleRef'],
  ['data of ', 'data', 'Forbidden: field is immutable when `immutable` is set'],
])('%s', (beginning, field, message) => {
  const declared = claim({ accessModes: ['ReadWriteMany'] });
  const live = claim({ accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem' });
  expect(hint(declared, live, { field, message })).toContain(beginning);
});

test('nothing for what could be mended in place', () => {
  const message = 'Required value';
  expect(hint(deployment, deployment, { field: 'spec.selector', message })).toBeUndefined();
  const fixed = 'field is immutable';
  expect(hint(deployment, deployment, { field: 'x', message: fixed }, 409)).toBeUndefined();
});
