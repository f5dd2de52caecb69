import { isApiError } from '../cluster/api-error.ts';
import type { ApiError } from '../cluster/api-error.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { groupOf, referenceTo } from '../manifests/manifest.ts';
import { conflictsIn } from './field-conflict.ts';
import { isSurelyApplied } from './applied-fields.ts';
import { fixedFieldsHint } from './fixed-fields.ts';
import type { LiveObjects } from './read-live.ts';
import type { PlannedObject, Refusal } from './release-plan.ts';
import { changedFields, sameObject } from './same-object.ts';
import { withReplicasOfAutoscaler } from './scaled-replicas.ts';
import type { Writer } from './writer.ts';

const fixedJobFields = [
  'spec.template',
  'spec.selector',
  'spec.completions',
  'spec.completionMode',
  'spec.podFailurePolicy',
  'spec.successPolicy',
  'spec.backoffLimitPerIndex',
  'spec.managedBy',
];

/** What the plan of an object depends on besides the object. */
export interface ObjectPlanOptions {
  readonly force: boolean;
  readonly isScaled: (object: KubeObject) => boolean;
  readonly writer: Writer;
  readonly live: LiveObjects;
}

/**
 * Tells what applying one object would do: asks the server, by dry run, unless it is plain that nothing
 * would change. Writes nothing.
 */
export async function planObject(
  cluster: Cluster,
  declared: KubeObject,
  { force, isScaled, writer, live: liveObjects }: ObjectPlanOptions,
  signal: AbortSignal,
): Promise<PlannedObject | Refusal> {
  const reference = referenceTo(declared);
  try {
    const live = await liveObjects(declared);
    const object = fitToCluster(declared, live, isScaled, writer);
    const plan = (
      action: PlannedObject['action'],
      forced: boolean,
      result?: KubeObject,
    ): PlannedObject => {
      const fields = live && result ? changedFields(live, result) : [];
      return { reference, declared, object, action, live, fields, force: forced };
    };
    if (live && writer.isApplied(live) && isSurelyApplied(object, live, writer.manager)) {
      return plan('unchanged', force);
    }
    const attempt = (forced: boolean): Promise<KubeObject> =>
      cluster.apply(object, { signal, dryRun: true, force: forced, manager: writer.manager });
    const judge = (result: KubeObject, forced: boolean): PlannedObject => {
      if (live === undefined) return plan('create', forced);
      const same = writer.isApplied(live) && sameObject(live, result);
      return plan(same ? 'unchanged' : 'update', forced, result);
    };
    try {
      return judge(await attempt(force), force);
    } catch (error) {
      if (!isApiError(error)) throw error;
      const conflicts = conflictsIn(error);
      if (conflicts?.length === 0) return judge(await attempt(true), true);
      if (conflicts) return { kind: 'conflict', reference, conflicts };
      if (live && writer.replacesJobs && needsReplacing(object, error))
        return plan('replace', true);
      const hint = live && fixedFieldsHint(reference, object, live, error);
      if (hint !== undefined) return { kind: 'refused', reference, message: error.message, hint };
      throw error;
    }
  } catch (error) {
    if (!isApiError(error) || !isAboutObject(error)) throw error;
    return { kind: 'refused', reference, message: error.message, hint: error.hint };
  }
}

function fitToCluster(
  declared: KubeObject,
  live: KubeObject | undefined,
  isScaled: ObjectPlanOptions['isScaled'],
  writer: Writer,
): KubeObject {
  const marked = writer.mark(declared, live);
  if (live === undefined || !isScaled(marked)) return marked;
  return withReplicasOfAutoscaler(marked, live, writer.ownsReplicas(live));
}

/**
 * Whether the server refuses a Job's update only because these fields are fixed from its creation on.
 * A fault inside the template is told with a longer path.
 */
function needsReplacing(object: KubeObject, { status, causes }: ApiError): boolean {
  if (object.kind !== 'Job' || groupOf(object) !== 'batch' || status !== 422) return false;
  return causes.length > 0 && causes.every(({ field }) => fixedJobFields.includes(field));
}

/** Client errors are about what was sent; 401, no answer and server errors are not. */
function isAboutObject({ status }: ApiError): boolean {
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}
