import { fieldManager } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, stringAt } from '../json/json.ts';
import { managedByLabel, managedByValue, withManagedBy } from './marks.ts';
import { ownsReplicas } from './scaled-replicas.ts';

/** Who writes the objects of a release to the cluster, and how they look then. */
export interface Writer {
  /** The field manager. */
  readonly manager: string;
  /** Whether a Job that no update can change is deleted and made again. */
  readonly replacesJobs: boolean;
  /** `object` with what marks it as this writer's, over `live` where that is there. */
  mark(object: KubeObject, live: KubeObject | undefined): KubeObject;
  /** Whether `live` was written by it; else an object of the same content is to be taken over. */
  isApplied(live: KubeObject): boolean;
  /** Whether leaving out `spec.replicas` would reset those of `live`. */
  ownsReplicas(live: KubeObject): boolean;
}

/** This suite. What it creates carries its label; what was there before keeps its labels as they are. */
export const ownWriter: Writer = {
  manager: fieldManager,
  replacesJobs: true,
  mark: (object, live) => {
    const ours = live === undefined || live.metadata.labels?.[managedByLabel] === managedByValue;
    return ours ? withManagedBy(object) : object;
  },
  isApplied: (live) => hasApplied(live, fieldManager),
  ownsReplicas: (live) => ownsReplicas(live, fieldManager),
};

/** Whether a field manager has applied anything of `live`. */
export function hasApplied(live: KubeObject, manager: string): boolean {
  return arrayAt(live, 'metadata', 'managedFields').some(
    (entry) => stringAt(entry, 'manager') === manager && stringAt(entry, 'operation') === 'Apply',
  );
}
