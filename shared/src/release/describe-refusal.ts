import { describeReference } from '../cluster/api-error.ts';
import { describeConflicts } from './field-conflict.ts';
import type { Refusal } from './release-plan.ts';

/** One sentence on one refusal, naming the object. */
export function describeRefusal(refusal: Refusal): string {
  return refusal.kind === 'conflict'
    ? describeConflicts(refusal.reference, refusal.conflicts)
    : `${describeReference(refusal.reference)}: ${refusal.message}`;
}
