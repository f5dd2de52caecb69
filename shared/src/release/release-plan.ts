import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import type { FieldConflict } from './field-conflict.ts';
import type { FieldChange } from './same-object.ts';

/**
 * What applying an object would do. `replace` is for a Job of another spec, which no update can
 * change: it is deleted and made again.
 */
export type PlannedAction = 'create' | 'update' | 'replace' | 'unchanged';

/** One object of a release and what applying it would do. */
export interface PlannedObject {
  readonly reference: ObjectReference;
  /** As the release has it, with its namespace. */
  readonly declared: KubeObject;
  /** What is to be applied: as declared, with the parts that depend on the cluster. */
  readonly object: KubeObject;
  readonly action: PlannedAction;
  /** As it is in the cluster. */
  readonly live: KubeObject | undefined;
  readonly fields: readonly FieldChange[];
  /** Whether fields are taken over from other managers. */
  readonly force: boolean;
}

/** A Job that runs to success before workloads change. */
export interface PlannedMigration extends PlannedObject {
  /** Whether it is to be run, or waited for as it is at work already. */
  readonly outstanding: boolean;
}

/** Why the server would not take an object. */
export type Refusal =
  | {
      readonly kind: 'conflict';
      readonly reference: ObjectReference;
      readonly conflicts: readonly FieldConflict[];
    }
  | {
      readonly kind: 'refused';
      readonly reference: ObjectReference;
      readonly message: string;
      readonly hint: string | undefined;
    };

/** What applying a release would do; nothing of it may be written while there are refusals. */
export interface ReleasePlan {
  readonly objects: readonly PlannedObject[];
  /** Jobs that run to success, one after the other, before workloads change; not among `objects`. */
  readonly migrations?: readonly PlannedMigration[];
  readonly refusals: readonly Refusal[];
}

/** How many objects are in which state. */
export interface ChangeCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
}

/** Everything that a plan is about, migrations first. */
export function allPlanned({ migrations = [], objects }: ReleasePlan): readonly PlannedObject[] {
  return [...migrations, ...objects];
}

/** Counts a plan; a replaced object counts as updated. */
export function countChanges(plan: ReleasePlan, deleted = 0): ChangeCounts {
  const count = (...actions: PlannedAction[]): number =>
    allPlanned(plan).filter(({ action }) => actions.includes(action)).length;
  return {
    created: count('create'),
    updated: count('update', 'replace'),
    unchanged: count('unchanged'),
    deleted,
  };
}
