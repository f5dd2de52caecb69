import fc from 'fast-check';
import jsonPatch from 'fast-json-patch';
import type { JsonPatchOperation } from '../../src/cluster/cluster.ts';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import type { Json } from '../../src/json/json.ts';

/** An HTTPRoute with the given rules, as the API server returns one. */
export function httpRoute(rules: Json, annotations?: Record<string, string>): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {
      name: 'web',
      namespace: 'shop',
      generation: 3,
      resourceVersion: '4711',
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: { parentRefs: [{ name: 'envoy' }], rules },
  };
}

/** A backendRef as the API server returns one. */
export function backend(name: string, weight = 1): Record<string, Json> {
  return { group: '', kind: 'Service', name, port: 80, weight };
}

/** Rules of a user's own, of which the one in the middle carries the stable side. */
export const anyRoute = fc
  .record({
    filters: fc.array(fc.constant({ type: 'RequestHeaderModifier' }), { maxLength: 2 }),
    stableWeight: fc.integer({ min: 1, max: 1_000_000 }),
    before: fc.integer({ min: 0, max: 3 }),
    after: fc.integer({ min: 0, max: 3 }),
    annotations: fc.option(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\/[a-z]{1,8}$/), fc.string(), { minKeys: 1 }),
      { nil: undefined },
    ),
  })
  .map(({ filters, stableWeight, before, after, annotations }) => {
    const other = { backendRefs: [backend('api', 7)], filters };
    const rule = { matches: [{ path: { value: '/' } }], filters };
    return {
      rule: before,
      route: httpRoute(
        [
          ...Array.from({ length: before }, () => other),
          { ...rule, backendRefs: [{ ...backend('web', stableWeight), filters }] },
          ...Array.from({ length: after }, () => other),
        ],
        annotations,
      ),
    };
  });

/** The object after a JSON Patch, by a library that follows RFC 6902; throws where a test fails. */
export function patched(object: KubeObject, operations: readonly JsonPatchOperation[]): KubeObject {
  const copy = structuredClone(object);
  const list = structuredClone(operations) as jsonPatch.Operation[];
  return jsonPatch.applyPatch(copy, list, true).newDocument;
}
