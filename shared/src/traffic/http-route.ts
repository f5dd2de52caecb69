import type { JsonPatchOperation } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, numberAt, objectAt, stringAt } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Split } from './split.ts';

/** Which rule of an HTTPRoute carries the two sides, and where they stand in its backendRefs. */
export interface SplitRule {
  readonly rule: number;
  readonly stable: number;
  /** Undefined while the canary is not among the backends. */
  readonly canary: number | undefined;
}

/** The weights of a rule's two sides. A weight that is not written counts 1 (Gateway API). */
export function readSplit(route: KubeObject, place: SplitRule): Split {
  const backends = backendsOf(route, place.rule);
  return {
    stable: numberAt(backends, place.stable, 'weight') ?? 1,
    canary:
      place.canary === undefined ? undefined : (numberAt(backends, place.canary, 'weight') ?? 1),
  };
}

/** The canary's backend: the stable one's copy under another name, at weight 0. */
export function canaryBackend(stable: JsonObject, name: string): JsonObject {
  return { ...stable, name, weight: 0 };
}

/**
 * Operations that take the rule's two sides from one split to another: each touched value is tested
 * first, and nothing but the two weights, or the canary's own entry, changes.
 */
export function planSplitChange(
  route: KubeObject,
  place: SplitRule,
  canaryName: string,
  to: Split,
): readonly JsonPatchOperation[] {
  const from = readSplit(route, place);
  const list = `/spec/rules/${place.rule}/backendRefs`;
  const stable = objectAt(backendsOf(route, place.rule), place.stable);
  const operations: JsonPatchOperation[] = [
    ...isNamed(`${list}/${place.stable}`, stable.name ?? null),
    ...setWeight(`${list}/${place.stable}`, stable.weight, from.stable, to.stable),
  ];
  if (place.canary === undefined) {
    if (to.canary === undefined) return operations;
    const value = { ...canaryBackend(stable, canaryName), weight: to.canary };
    return [...operations, { op: 'add', path: `${list}/-`, value }];
  }
  const path = `${list}/${place.canary}`;
  const canary = objectAt(backendsOf(route, place.rule), place.canary);
  operations.push(...isNamed(path, canaryName));
  if (to.canary !== undefined) {
    return [...operations, ...setWeight(path, canary.weight, from.canary ?? 0, to.canary)];
  }
  return [
    ...operations,
    ...setWeight(path, canary.weight, from.canary ?? 0, from.canary ?? 0),
    { op: 'remove', path },
  ];
}

/** The entries of one rule's backendRefs. */
export function backendsOf(route: KubeObject, rule: number): readonly Json[] {
  return arrayAt(route, 'spec', 'rules', rule, 'backendRefs');
}

/** Places in a rule where a Service of the route's own namespace is named. */
export function placesOfService(route: KubeObject, rule: number, name: string): readonly number[] {
  return backendsOf(route, rule).flatMap((backend, index) =>
    stringAt(backend, 'name') === name && isOwnService(route, backend) ? [index] : [],
  );
}

function isOwnService(route: KubeObject, backend: Json): boolean {
  const { kind = 'Service', group = '', namespace } = objectAt(backend);
  const own = namespace === undefined || namespace === route.metadata.namespace;
  return kind === 'Service' && group === '' && own;
}

function isNamed(path: string, name: Json): readonly JsonPatchOperation[] {
  return [{ op: 'test', path: `${path}/name`, value: name }];
}

function setWeight(
  path: string,
  written: Json | undefined,
  from: number,
  to: number,
): readonly JsonPatchOperation[] {
  const weight = `${path}/weight`;
  if (written === undefined) return from === to ? [] : [{ op: 'add', path: weight, value: to }];
  const test: JsonPatchOperation = { op: 'test', path: weight, value: from };
  return from === to ? [test] : [test, { op: 'replace', path: weight, value: to }];
}
