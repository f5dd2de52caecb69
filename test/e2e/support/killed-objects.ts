import { isJsonObject } from '../../../shared/src/json/json.ts';
import type { JsonObject } from '../../../shared/src/json/json.ts';
import { functionCall } from './function-call.ts';
import { nodesPatience } from './hold-nodes.ts';
import type { KilledCall } from './killed-calls.ts';

/** Whether objects lie in a namespace, or in none; these are named after the namespace. */
export type Scope = 'namespaced' | 'cluster';

/** An object that is there before. The Namespace, of that uid, owns it, and its owners have opted it in. */
export function theirs(scope: Scope, group: string, namespace: string, uid: string): JsonObject {
  const owner = { apiVersion: 'v1', kind: 'Namespace', name: namespace, uid };
  return {
    apiVersion: `${group}/v1`,
    kind: scope === 'namespaced' ? 'Route' : 'Region',
    metadata: {
      name: nameOf(scope, 'web', namespace),
      labels: { team: 'shop', 'kube-delivery.dev/chaos': 'enabled' },
      annotations: { 'shop.example/contact': 'shop' },
      ownerReferences: [owner],
    },
    spec: { weight: 1, hosts: ['a', 'b'], limits: { rate: 5 } },
    extra: { note: 'beside the spec' },
  };
}

function nameOf(scope: Scope, name: string, namespace: string): string {
  return scope === 'namespaced' ? name : `${name}-${namespace}`;
}

/** What is done with an object: `theirs`, or one of another name. */
interface Step {
  readonly verb: 'create' | 'patch' | 'replace' | 'delete';
  readonly of: 'web' | 'other';
  /** A JSON Patch, or what replaces the object beside its name. */
  readonly resource?: readonly JsonObject[] | JsonObject;
}

const created: JsonObject = { spec: { weight: 9, hosts: ['z'] } };
const replacement: JsonObject = { spec: { weight: 0, hosts: ['c'] } };
const patch: readonly JsonObject[] = [
  { op: 'replace', path: '/spec/weight', value: 0 },
  { op: 'add', path: '/spec/hosts/-', value: 'c' },
  {
    op: 'add',
    path: '/metadata/labels',
    value: { fault: 'on', 'kube-delivery.dev/chaos': 'enabled' },
  },
];
const series: readonly (readonly [topic: string, steps: readonly Step[]])[] = [
  ['create', [{ verb: 'create', of: 'other', resource: created }]],
  ['patch', [{ verb: 'patch', of: 'web', resource: patch }]],
  ['replace', [{ verb: 'replace', of: 'web', resource: replacement }]],
  ['delete', [{ verb: 'delete', of: 'web' }]],
  [
    'create-change',
    [
      { verb: 'create', of: 'other', resource: created },
      { verb: 'patch', of: 'other', resource: patch.slice(0, 2) },
      { verb: 'replace', of: 'other', resource: replacement },
    ],
  ],
  [
    'change-delete',
    [
      { verb: 'patch', of: 'web', resource: patch },
      { verb: 'delete', of: 'web' },
    ],
  ],
];

/** Calls on objects of that scope, of which `theirs` is there. Of those in no namespace one runs at a time. */
export function objectCalls(scope: Scope, group: string): readonly KilledCall[] {
  const noun = scope === 'namespaced' ? 'custom_object' : 'cluster_custom_object';
  const plural = scope === 'namespaced' ? 'routes' : 'regions';
  const kind = { group, version: 'v1', plural };
  const some = scope === 'namespaced' ? series : series.filter(([, steps]) => steps.length === 1);
  return some.map(([topic, steps]) => ({
    topic: `${topic}-${scope}`,
    funcs: steps.map(({ verb }) => `chaosk8s.crd.actions.${verb}_${noun}`),
    call: (namespace) => {
      const place = scope === 'namespaced' ? { ns: namespace } : {};
      const calls = steps.map(({ verb, of, resource }) => {
        const name = nameOf(scope, of, namespace);
        const named = verb === 'create' ? {} : { name };
        const body = isJsonObject(resource) ? { metadata: { name }, ...resource } : resource;
        const given = { ...kind, ...place, ...named, ...(body && { resource: body }) };
        return [`chaosk8s.crd.actions.${verb}_${noun}`, given] as const;
      });
      // Nobody can be asked whether an object may be created that lies in no namespace.
      const isCreated = steps.some(({ verb }) => verb === 'create');
      if (scope === 'namespaced') return functionCall(calls);
      return functionCall(calls, {
        'lock-timeout': `${nodesPatience}ms`,
        ...(isCreated ? { 'opt-in': 'none' } : {}),
      });
    },
  }));
}
