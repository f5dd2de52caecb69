import { readFileSync } from 'node:fs';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import type { JsonObject } from '../../src/json/json.ts';

/** The payload files beside this one, taken from a real cluster. */
type PayloadFile =
  | 'apiServices'
  | 'autoscalers'
  | 'budgets'
  | 'claims'
  | 'crds'
  | 'daemonSets'
  | 'deployments'
  | 'events'
  | 'gateways'
  | 'jobs'
  | 'pods'
  | 'replicaSets'
  | 'routes'
  | 'services'
  | 'statefulSets';

/** All objects of a payload file. */
export function payloads(file: PayloadFile): readonly KubeObject[] {
  const path = new URL(`./payloads/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as KubeObject[];
}

/** The object whose name is, or begins with, `name`. */
export function payload(file: PayloadFile, name: string): KubeObject {
  const found =
    payloads(file).find(({ metadata }) => metadata.name === name) ??
    payloads(file).find(({ metadata }) => metadata.name.startsWith(name));
  if (found === undefined) throw new Error(`no ${name} in ${file}.json`);
  return found;
}

/** The object with some fields of its parts replaced. */
export function changed(
  object: KubeObject,
  changes: {
    readonly metadata?: JsonObject;
    readonly spec?: JsonObject;
    readonly status?: JsonObject;
  },
): KubeObject {
  return {
    ...object,
    metadata: { ...object.metadata, ...changes.metadata },
    spec: { ...(object.spec as JsonObject | undefined), ...changes.spec },
    status: { ...(object.status as JsonObject | undefined), ...changes.status },
  };
}
