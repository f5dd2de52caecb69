import { isJsonObject, numberAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { clusterNamespace } from '../locks/chaos-place.ts';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import { readStep } from './read-step.ts';
import { stepInPlace } from './step-in-place.ts';
import type { UndoStep } from './undo-step.ts';

/** The label that tells whose record it is. */
export const runLabel = 'kube-delivery.dev/chaos-run';

/** The label of records whose faults are to stay until they are recovered. */
export const stayLabel = 'kube-delivery.dev/chaos-stays';

/** The annotation by which an object that a fault created is known. */
export const faultMark = 'kube-delivery.dev/chaos-fault';

const runAnnotation = 'kube-delivery.dev/run';
const dataKey = 'fault.json';

/** The way back of one fault, as it lies in the cluster. */
export interface FaultRecord {
  /** Eight hexadecimal digits. */
  readonly id: string;
  /** `scale Deployment web from 3 to 0`. */
  readonly title: string;
  /** The key of the run that did it. */
  readonly run: string;
  readonly place: ChaosPlace;
  /** From 0 in each experiment. */
  readonly sequence: number;
  /** When it was recorded; ISO 8601. */
  readonly at: string;
  /** Only `mode: recover` takes it back, as its experiment's rollback-strategy is `never`. */
  readonly stays: boolean;
  readonly steps: readonly UndoStep[];
}

/** The ConfigMap of a record. */
export function recordReference({
  id,
  place,
}: Pick<FaultRecord, 'id' | 'place'>): ObjectReference & { readonly namespace: string } {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: place.namespace,
    name: `kube-delivery-chaos-${id}`,
  };
}

/** A record as a ConfigMap; `runUrl` is for people who find it. */
export function recordObject(record: FaultRecord, runUrl: string): KubeObject {
  const { id, title, run, place, sequence, at, stays, steps } = record;
  const { apiVersion, kind, namespace, name } = recordReference(record);
  const fault = { schemaVersion: 1, id, title, run, scope: place.scope, sequence, at, steps };
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      labels: {
        'app.kubernetes.io/managed-by': 'kube-delivery',
        [runLabel]: run,
        ...(stays ? { [stayLabel]: 'true' } : {}),
      },
      annotations: runUrl === '' ? {} : { [runAnnotation]: runUrl },
    },
    data: { [dataKey]: JSON.stringify(fault) },
  };
}

/** What a ConfigMap with the label of records holds, or why it cannot be used. */
export function readRecord(object: KubeObject): FaultRecord | { readonly problem: string } {
  const { name, namespace = '' } = object.metadata;
  const refuse = (why: string): { readonly problem: string } => ({
    problem: `ConfigMap ${name} in namespace ${namespace} ${why}: look at it, undo by hand what it says, and delete it`,
  });
  const fault = parse(stringAt(object, 'data', dataKey) ?? '');
  if (fault === undefined) return refuse('holds no JSON');
  if (numberAt(fault, 'schemaVersion') !== 1) {
    return refuse('was written by another version of chaos-run');
  }
  const id = stringAt(fault, 'id');
  const title = stringAt(fault, 'title');
  const run = stringAt(fault, 'run');
  const sequence = numberAt(fault, 'sequence');
  const at = stringAt(fault, 'at');
  const given = Array.isArray(fault.steps) ? (fault.steps as readonly Json[]) : undefined;
  if (!id || !title || !run || sequence === undefined || !at || given === undefined) {
    return refuse('does not hold all that a record does');
  }
  const scope = stringAt(fault, 'scope') === 'cluster' ? 'cluster' : 'namespace';
  const place: ChaosPlace = { scope, namespace };
  const stays = object.metadata.labels?.[stayLabel] !== undefined;
  const record = { id, title, run, place, sequence, at, stays };
  if (recordReference(record).name !== name) return refuse('carries the id of another record');
  if (scope === 'cluster' && namespace !== clusterNamespace) {
    return refuse(
      `is not trusted: what lies in no namespace is recorded in namespace ${clusterNamespace}`,
    );
  }
  const steps: UndoStep[] = [];
  for (const each of given) {
    const step = readStep(each);
    if (step === undefined) return refuse('holds a step that is not known');
    const placed = stepInPlace(step, place);
    // Whoever can write a ConfigMap must not get more out of it than chaos does.
    if ('problem' in placed) return refuse(`is not trusted: ${placed.problem}`);
    steps.push(placed.step);
  }
  return { ...record, steps };
}

/** Newest first: the order in which faults are taken back. A run counts anew with each experiment. */
export function newestFirst(a: FaultRecord, b: FaultRecord): number {
  if (a.at === b.at) return b.sequence - a.sequence;
  return a.at < b.at ? 1 : -1;
}

function parse(text: string): JsonObject | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return isJsonObject(found) ? found : undefined;
  } catch {
    return undefined;
  }
}
