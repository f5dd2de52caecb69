import { describeReference } from '../cluster/api-error.ts';
import type { ApiError, ApiErrorCause } from '../cluster/api-error.ts';
import { fieldManager } from '../cluster/cluster.ts';
import type { ObjectReference } from '../cluster/kube-object.ts';

/**
 * Managers whose fields are taken over without asking: an object made by `kubectl apply` is adopted,
 * and what this suite patched, as canary-shift does with replicas, is its own.
 */
const adoptedManagers: readonly string[] = ['kubectl-client-side-apply', 'kubectl', fieldManager];

/** Fields of one object that another field manager owns. */
export interface FieldConflict {
  readonly manager: string;
  readonly fields: readonly string[];
}

/**
 * The conflicts in the server's refusal (409) of an apply, by manager, without those whose
 * fields are adopted. Undefined where the error is no field-manager conflict.
 */
export function conflictsIn(error: ApiError): readonly FieldConflict[] | undefined {
  const causes = error.causes.filter(({ reason }) => reason === 'FieldManagerConflict');
  if (error.status !== 409 || causes.length === 0) return undefined;
  const byManager = Map.groupBy(causes, managerOf);
  return [...byManager]
    .filter(([manager]) => !adoptedManagers.includes(manager))
    .map(([manager, owned]) => ({ manager, fields: owned.map(({ field }) => field) }));
}

/** One sentence that names object, managers and fields. */
export function describeConflicts(
  object: ObjectReference,
  conflicts: readonly FieldConflict[],
): string {
  const owners = conflicts.map(
    ({ manager, fields }) => `${fields.join(', ')} belongs to field manager "${manager}"`,
  );
  return `${describeReference(object)}: ${owners.join('; ')}`;
}

/** The message is `conflict with "manager" with subresource "scale" using apps/v1` or shorter. */
function managerOf({ message }: ApiErrorCause): string {
  return /^conflict with "([^"]*)"/.exec(message)?.[1] ?? message;
}
